package com.traffictacos.reservation.worker.operations.admin.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.traffictacos.reservation.worker.operations.auth.Operator;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterFilter;
import com.traffictacos.reservation.worker.platform.settings.token.OperatorRole;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterJsonTest {

    @Test
    void readsEveryPart() {
        assertThat(FilterJson.ofBody(json("""
                        {"selection": {"reasons": ["invalid_field"], "types": ["expired"], "reservation_id": "rsv_1",
                                       "min_age_seconds": 1, "max_age_seconds": 2, "ids": ["a-1"]}}""")))
                .isEqualTo(new DeadLetterFilter(
                        Set.of("invalid_field"),
                        Set.of("expired"),
                        Optional.of("rsv_1"),
                        Optional.of(Duration.ofSeconds(1)),
                        Optional.of(Duration.ofSeconds(2)),
                        Set.of("a-1")));
    }

    @Test
    void takesNoPartForAnyDeadLetter() {
        assertThat(FilterJson.ofBody(json("{\"selection\": {}}"))).isEqualTo(DeadLetterFilter.ALL);
        assertThat(FilterJson.ofBody(json("{\"selection\": {\"reasons\": null, \"reservation_id\": \"\"}}")))
                .isEqualTo(DeadLetterFilter.ALL);
        assertThat(FilterJson.ofQuery(Map.of("reason", List.of(""), "reservation_id", List.of(""))))
                .isEqualTo(DeadLetterFilter.ALL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"selection\": null}",
                "{\"selection\": []}",
                "{\"selection\": {\"reason\": []}}",
                "{\"selection\": {\"reasons\": \"x\"}}",
                "{\"selection\": {\"reasons\": [1]}}",
                "{\"selection\": {\"reservation_id\": 1}}",
                "{\"selection\": {\"min_age_seconds\": \"1\"}}",
                "{\"selection\": {\"min_age_seconds\": 1.5}}",
                "{\"selection\": {\"min_age_seconds\": -1}}",
                "{\"selection\": {\"min_age_seconds\": 1e9}}"
            })
    void refusesWhatCouldMeanSomethingElse(String body) {
        assertThatIllegalArgumentException().isThrownBy(() -> FilterJson.ofBody(json(body)));
    }

    @Test
    void refusesParametersThatItDoesNotKnow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FilterJson.ofQuery(Map.of("reasons", List.of("invalid_field"))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FilterJson.ofQuery(Map.of("min_age_seconds", List.of("soon"))));
    }

    @Test
    void findsRoutesByMethodAndPath() {
        AdminCall call = call("GET", "jobs", "a.b");

        assertThat(call.is("GET /jobs/{}")).isTrue();
        assertThat(call.is("GET /jobs/a.b")).isTrue();
        assertThat(call.is("POST /jobs/{}")).isFalse();
        assertThat(call.is("GET /jobs")).isFalse();
        assertThat(call.is("GET /jobs/{}/cancel")).isFalse();
    }

    @Test
    void takesParametersThatAreGivenOnce() {
        AdminCall call = call("GET", "status");

        assertThat(call.parameter("once")).contains("1");
        assertThat(call.parameter("none")).isEmpty();
        assertThat(call.flag("none")).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> call.parameter("twice"));
        assertThatIllegalArgumentException().isThrownBy(() -> call.flag("once"));
    }

    private static AdminCall call(String method, String... path) {
        return new AdminCall(
                method,
                List.of(path),
                Map.of("once", List.of("1"), "twice", List.of("1", "2")),
                json("{}"),
                new Operator("alice", OperatorRole.WRITE, "192.0.2.1"));
    }

    private static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
