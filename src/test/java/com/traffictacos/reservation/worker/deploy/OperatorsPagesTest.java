package com.traffictacos.reservation.worker.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What operators read beside what they use. */
class OperatorsPagesTest {

    private static final Path DOCS = Path.of("docs");

    /** Nobody can forward a port to a pod that a quiet night has taken away. */
    @ParameterizedTest
    @ValueSource(strings = {"operations.md", "admin-api.md"})
    void sayHowToWakeAPodWhereTheyForwardAPort(String page) {
        assertThat(YamlText.text(DOCS.resolve(page)).split("\\n\\n", -1))
                .filteredOn(paragraph -> paragraph.contains("port-forward") && !paragraph.startsWith("```"))
                .isNotEmpty()
                .allSatisfy(paragraph -> assertThat(paragraph).contains("](runbook.md#no-pod-is-there)"));
    }

    @Test
    void sketchTheDashboardAsItIs() {
        String page = YamlText.text(DOCS.resolve("operations.md"));
        String sketch = page.substring(page.indexOf("## Dashboard"), page.indexOf("## Trace"))
                .toLowerCase(Locale.ROOT);
        JsonNode dashboard = YamlText.document(Path.of("deploy/observability/grafana/reservation-worker.json"));

        assertThat(dashboard.path("panels"))
                .extracting(panel -> panel.path("title").asString().toLowerCase(Locale.ROOT))
                .isNotEmpty()
                .allSatisfy(title -> assertThat(sketch).contains(title));
    }

    /** A figure of the queue's policy that a page names is the template's. */
    @Test
    void nameTheReceivesThatTheQueueAllows() {
        String allowed = YamlText.document(Path.of("deploy/aws/queues.yaml"))
                .at("/Resources/Queue/Properties/RedrivePolicy/maxReceiveCount")
                .asString();

        assertThat(YamlText.text(DOCS.resolve("runbook.md")))
                .contains("received " + allowed + " times")
                .doesNotContain("a thousand times");
    }
}
