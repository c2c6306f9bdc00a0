package com.traffictacos.reservation.worker.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.deploy.YamlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
}
