package com.traffictacos.reservation.worker.adapter.secretsmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretParserTest {

    @Test
    void mapsItsKeysOntoVariables() {
        String text = """
                {"sqs_queue_url": "q", "inventory_grpc_addr": "i", "reservation_api_base": "r", "otel_endpoint": "o"}
                """;

        assertThat(SecretParser.parse("s", text))
                .isEqualTo(Map.of(
                        "SQS_QUEUE_URL", "q",
                        "INVENTORY_GRPC_ADDR", "i",
                        "RESERVATION_API_BASE", "r",
                        "OTEL_EXPORTER_OTLP_ENDPOINT", "o"));
    }

    @Test
    void leavesOutWhatIsNotThere() {
        String text =
                "{\"sqs_queue_url\": \"q\", \"otel_endpoint\": null, \"inventory_grpc_addr\": \" \", \"password\": 1}";

        assertThat(SecretParser.parse("s", text)).isEqualTo(Map.of("SQS_QUEUE_URL", "q"));
        assertThat(SecretParser.parse("s", "{}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "hunter2", "[\"hunter2\"]", "\"hunter2\"", "{\"sqs_queue_url\": hunter2}", "{\"hunter2\": 1"
            })
    void refusesWhatIsNoJsonObjectAndDoesNotShowIt(String text) {
        SecretUnreadableException failure =
                catchThrowableOfType(SecretUnreadableException.class, () -> SecretParser.parse("team/secret", text));

        assertThat(failure).isNotNull().hasNoCause();
        assertThat(failure.problem().message())
                .isEqualTo(
                        "SECRET_NAME: got \"team/secret\", which is not a JSON object, accepts a secret that is a JSON"
                                + " object with text for any of sqs_queue_url, inventory_grpc_addr, reservation_api_base,"
                                + " otel_endpoint");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"4242|NUMBER", "true|TRUE", "[\"hunter2\"]|ARRAY", "{\"a\":\"hunter2\"}|OBJECT"})
    void refusesValuesThatAreNoTextAndNamesTheKey(String value, String kind) {
        SecretUnreadableException failure = catchThrowableOfType(
                SecretUnreadableException.class, () -> SecretParser.parse("s", "{\"otel_endpoint\": " + value + "}"));

        assertThat(failure).isNotNull();
        assertThat(failure.problem().got()).isEqualTo("\"s\", whose key otel_endpoint holds " + kind + " and not text");
    }

    @Property
    void readsOrRefusesWhateverTheText(@ForAll String text) {
        @Nullable Throwable thrown = catchThrowable(() -> SecretParser.parse("s", text));

        if (thrown != null) {
            assertThat(thrown).isInstanceOf(SecretUnreadableException.class);
        }
    }

    @Test
    void refusesASecretThatTheParserItselfWouldBreakOn() {
        for (String text : List.of(
                "{\"a\":" + "[".repeat(1_200) + "]".repeat(1_200) + "}", "{\"a\":" + "9".repeat(60_000) + "}")) {
            assertThatExceptionOfType(SecretUnreadableException.class)
                    .isThrownBy(() -> SecretParser.parse("the-secret", text))
                    .satisfies(refusal -> assertThat(refusal.problem().got()).contains("not a JSON object"));
        }
    }
}
