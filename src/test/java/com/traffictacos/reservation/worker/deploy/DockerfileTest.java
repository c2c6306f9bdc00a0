package com.traffictacos.reservation.worker.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the image is made of. That it is built and starts is shown by {@code deploy/image/build.sh} and the workflow. */
class DockerfileTest {

    private static final String TEXT = YamlText.text(Path.of("Dockerfile"));

    /** Versions older than the last three quarterly ones leave the registry; the tag without one is always there. */
    @Test
    void beginsWithATagOfLibertyThatTheRegistryLists() {
        assertThat(argument("LIBERTY_IMAGE"))
                .isEqualTo("icr.io/appcafe/open-liberty:kernel-slim-java21-openj9-ubi-minimal");
    }

    @Test
    void loadsLibrariesBeforeItSeesTheCode() {
        assertThat(TEXT.indexOf("dependency:copy-dependencies")).isBetween(0, TEXT.indexOf("COPY src src"));
    }

    /** A start without a queue ends with 78: {@code configure.sh} starts the server, as {@code first-start.sh} does. */
    @Test
    void startsNoServerWithoutSettings() {
        int settings = TEXT.indexOf(". /opt/first-start.env");

        assertThat(settings).isBetween(0, TEXT.indexOf("configure.sh\n"));
        assertThat(YamlText.text(Path.of("deploy/image/first-start.sh"))).contains(". /opt/first-start.env");
        assertThat(YamlText.text(Path.of("deploy/image/first-start.env"))).contains("SQS_QUEUE_URL=");
        assertThat(YamlText.text(Path.of("deploy/image/stand-in/configure.sh"))).contains("server start");
    }

    @Test
    void bringsTheLicencesOfWhatIsInIt() {
        assertThat(TEXT).contains("/opt/ol/wlp/LICENSE /licenses/", "COPY LICENSE /licenses/");
    }

    /** Every image that can be deployed tells its version, where it does not spoil the layers before it. */
    @Test
    void namesTheVersionBehindEverythingElse() {
        List<String> stages = List.of(TEXT.split("(?m)^FROM ", -1));

        assertThat(stages)
                .filteredOn(stage -> Pattern.compile("^\\S+ AS (worker|fast-start|openj9)\\b")
                        .matcher(stage)
                        .find())
                .hasSize(3)
                .allSatisfy(stage -> assertThat(stage.indexOf("ENV WORKER_BUILD_VERSION="))
                        .isGreaterThan(stage.lastIndexOf("COPY "))
                        .isGreaterThan(stage.lastIndexOf("RUN ")));
    }

    private static String argument(String name) {
        return TEXT.lines()
                .filter(line -> line.startsWith("ARG " + name + "="))
                .map(line -> line.substring(line.indexOf('=') + 1))
                .findFirst()
                .orElseThrow();
    }
}
