package com.traffictacos.reservation.worker.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** {@code configure.sh} puts the fixes in, and says that this is done once: what it runs in must not have them yet. */
    @ParameterizedTest
    @ValueSource(strings = {"worker", "fast-start", "openj9"})
    void putsEachFixOfLibertyInOnce(String image) {
        assertThat(madeOf(image))
                .filteredOn(stage -> stage.contains("RUN find /opt/ol/fixes") || stage.contains(" configure.sh\n"))
                .hasSize(1);
    }

    /** The stages that an image begins with or copies from, itself among them. */
    private static List<String> madeOf(String image) {
        Map<String, String> stages = new HashMap<>();
        for (String stage : TEXT.split("(?m)^FROM ", -1)) {
            stages.put(stage.lines().findFirst().orElse("").replaceFirst(".* AS ", ""), stage);
        }
        Set<String> names = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(image));
        while (!open.isEmpty()) {
            String name = open.remove();
            if (stages.containsKey(name) && names.add(name)) {
                String stage = stages.get(name);
                open.add(stage.substring(0, stage.indexOf(' ')));
                Pattern.compile("COPY --from=(\\S+)").matcher(stage).results().forEach(copy -> open.add(copy.group(1)));
            }
        }
        return names.stream().map(stages::get).toList();
    }

    /** Whoever follows the page, and the workflow's trial, get what a pod gets. */
    @ParameterizedTest
    @ValueSource(strings = {"README.md", "smoke.sh"})
    void isStartedWithTheMemoryOfAPod(String file) {
        String limit = YamlText.document(Path.of("deploy/k8s/base/deployment.yaml"))
                .at("/spec/template/spec/containers/0/resources/limits/memory")
                .asString();

        assertThat(Pattern.compile("--memory (\\d+)m")
                        .matcher(YamlText.text(Path.of("deploy/image", file)))
                        .results())
                .extracting(found -> found.group(1) + "Mi")
                .containsExactly(limit);
    }

    /** Settings for a machine of one's own name the queue that the template makes. */
    @Test
    void hasAnExampleOfSettingsThatNamesTheTemplatesQueue() {
        assertThat(YamlText.text(Path.of("deploy/env.example")))
                .contains("/"
                        + CloudFormationTemplate.read(Path.of("deploy/aws/queues.yaml"))
                                .tree()
                                .at("/Parameters/QueueName/Default")
                                .asString()
                        + "\n");
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
