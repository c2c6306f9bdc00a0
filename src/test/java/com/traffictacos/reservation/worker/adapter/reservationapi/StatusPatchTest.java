package com.traffictacos.reservation.worker.adapter.reservationapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.event.PaymentIntentId;
import com.traffictacos.reservation.worker.handler.Reservations.StatusChange;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonStructure;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.io.StringReader;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StatusPatchTest {

    private static final Jsonb JSONB = JsonbBuilder.create();

    static Stream<Arguments> bodiesOfContract() {
        return Stream.of(
                Arguments.of(new StatusChange.Expire(), "{\"status\":\"EXPIRED\"}"),
                Arguments.of(
                        new StatusChange.Confirm(new PaymentIntentId("pay_abc")),
                        "{\"status\":\"CONFIRMED\",\"payment_intent_id\":\"pay_abc\"}"),
                Arguments.of(
                        new StatusChange.Cancel("payment_failed", Optional.of("insufficient_funds")),
                        "{\"status\":\"CANCELLED\",\"cancel_reason\":\"payment_failed\",\"error_code\":\"insufficient_funds\"}"),
                Arguments.of(
                        new StatusChange.Cancel("payment_failed", Optional.empty()),
                        "{\"status\":\"CANCELLED\",\"cancel_reason\":\"payment_failed\"}"));
    }

    @ParameterizedTest
    @MethodSource("bodiesOfContract")
    void writesBodyOfContract(StatusChange change, String body) {
        assertThat(json(JSONB.toJson(StatusPatch.of(change)))).isEqualTo(json(body));
    }

    private static JsonStructure json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.read();
        }
    }
}
