package com.traffictacos.reservation.worker.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.deploy.YamlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The page says what the simulation says, and the simulation is about what is deployed. */
class CapacityPageTest {

    private static final Path DOCS = Path.of("docs");

    @Test
    void hasTheFiguresOfNow() throws IOException {
        String page = Files.readString(DOCS.resolve("capacity.md"));

        assertThat(page).as("run ./mvnw -Pcapacity").isEqualTo(CapacityPage.withFigures(page));
    }

    @Test
    void hasThePicturesOfNow() throws IOException {
        String page = Files.readString(DOCS.resolve("capacity.md"));
        for (Map.Entry<String, String> picture : CapacityPage.pictures().entrySet()) {
            assertThat(page).contains("(" + picture.getKey() + ")");
            assertThat(DOCS.resolve(picture.getKey()))
                    .as("run ./mvnw -Pcapacity")
                    .hasContent(picture.getValue());
        }
    }

    @Test
    void simulatesWhatIsDeployed() {
        JsonNode spec =
                YamlText.document(Path.of("deploy/k8s/base/scaled-object.yaml")).path("spec");
        JsonNode behavior = spec.at("/advanced/horizontalPodAutoscalerConfig/behavior");
        ScaleRules rules = CapacityPage.AS_IT_IS.rules();

        assertThat(spec.at("/triggers/0/metadata/queueLength").asString())
                .isEqualTo(Integer.toString(rules.queueLength()));
        assertThat(spec.path("pollingInterval").asInt())
                .isEqualTo(rules.pollingInterval().toSeconds());
        assertThat(spec.path("cooldownPeriod").asInt())
                .isEqualTo(rules.cooldown().toSeconds());
        assertThat(spec.path("maxReplicaCount").asInt()).isEqualTo(rules.maxReplicas());
        assertThat(behavior.at("/scaleUp/policies/0/value").asInt())
                .isEqualTo(rules.behavior().upPercent());
        assertThat(behavior.at("/scaleUp/policies/1/value").asInt())
                .isEqualTo(rules.behavior().upPods());
        assertThat(behavior.at("/scaleDown/stabilizationWindowSeconds").asInt())
                .isEqualTo(rules.behavior().downWindow().toSeconds());
        assertThat(behavior.at("/scaleDown/policies/0/value").asInt())
                .isEqualTo(rules.behavior().downPercent());
    }

    @Test
    void simulatesTheComponentsThatAskAhead() {
        JsonNode clock = trigger("opening").path("metadata");

        assertThat(clock.path("desiredReplicas").asString())
                .isEqualTo(Integer.toString(CapacityPage.BY_THE_CLOCK.pods()));
        assertThat(minutes(clock.path("end")) - minutes(clock.path("start")))
                .isEqualTo(CapacityPage.BY_THE_CLOCK.until().toMinutes());
        assertThat(trigger("delayed-expiry").at("/metadata/queueLength").asString())
                .isEqualTo(Integer.toString(CapacityPage.BY_DELAYED_MESSAGES.delayedForEach()));
    }

    /** Minutes since midnight of a time in cron's form. */
    private static int minutes(JsonNode cron) {
        String[] fields = cron.asString().split(" ", -1);
        return Integer.parseInt(fields[1]) * 60 + Integer.parseInt(fields[0]);
    }

    private static JsonNode trigger(String component) {
        String patch = YamlText.document(Path.of("deploy/k8s/components", component, "kustomization.yaml"))
                .at("/patches/0/patch")
                .asString();
        // A list is read as its elements.
        return YamlText.documents(patch).getFirst().path("value");
    }

    /** Three pages told of three starts: the measured one is on this page alone, and what is added to it is said. */
    @Test
    void startsAsFastAsWasMeasuredAndNotFaster() throws IOException {
        String page = Files.readString(DOCS.resolve("capacity.md"));
        Matcher measured =
                Pattern.compile("measured ([0-9.]+) s on two idle cores").matcher(page);
        assertThat(measured.find()).isTrue();
        double start = CapacityPage.AS_IT_IS.pod().start().toMillis() / 1e3;

        assertThat(start)
                .isBetween(Double.parseDouble(measured.group(1)) + 1, Double.parseDouble(measured.group(1)) + 3);
        assertThat(page).contains("| start | %.0f s |".formatted(start));
        assertThat(Files.readString(Path.of("deploy/k8s/base/deployment.yaml")))
                .as("names the page in place of a figure of its own")
                .doesNotContainPattern("start (takes|burns)[^.]*[0-9]+ s");
    }
}
