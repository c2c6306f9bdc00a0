package com.traffictacos.reservation.worker.endtoend;

import static com.traffictacos.reservation.worker.endtoend.OperatorIT.fixture;
import static com.traffictacos.reservation.worker.endtoend.OperatorIT.operator;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Dead letters, by HTTP. */
abstract class OperatorDeadLetters extends OperatorTopic {

    @Test
    void listsShowsAndDiscardsDeadLetters() {
        JsonObject summary = operator.get("/admin/dead-letters/summary?refresh=true");
        assertThat(summary.getJsonObject("by_reason"))
                .hasToString("{\"invalid_field\":10,\"paid_but_not_held\":10,\"retries_exhausted\":10,\"unknown\":10}");
        assertThat(summary.getJsonObject("scan").getBoolean("complete")).isTrue();
        JsonObject page = operator.get("/admin/dead-letters?reason=invalid_field&page_size=4");
        assertThat(page.getInt("matched")).isEqualTo(10);
        assertThat(page.getJsonArray("letters")).hasSize(4);
        String id = page.getJsonArray("letters").getJsonObject(0).getString("id");

        JsonObject deadLetter = operator.get("/admin/dead-letters/letters/" + id);
        assertThat(deadLetter.getString("body")).contains("<script>");
        assertThat(deadLetter
                        .getJsonObject("attributes")
                        .getJsonObject("failure_reason")
                        .getString("value"))
                .isEqualTo("invalid_field");

        String order = "{\"ids\":[\"" + id + "\"]";
        assertThat(operator.post("/admin/dead-letters/discard", order + "}").status())
                .isEqualTo(428);
        JsonObject job = operator.post("/admin/dead-letters/discard", order + ",\"confirm\":\"discard\"}", 202);
        assertThat(operator.awaitJob(job.getString("id")).getInt("done")).isEqualTo(1);
        assertThat(operator.tryGet("/admin/dead-letters/letters/" + id).status())
                .isEqualTo(404);
        assertThat(fixture.worker().logLines())
                .anySatisfy(line -> assertThat(line).contains("\"operator\":\"alice\"", "discard begun", id))
                .noneMatch(line -> line.contains("<script>"));
    }
}
