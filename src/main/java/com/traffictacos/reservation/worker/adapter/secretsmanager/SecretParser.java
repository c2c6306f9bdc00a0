package com.traffictacos.reservation.worker.adapter.secretsmanager;

import com.traffictacos.reservation.worker.platform.json.BoundedJson;
import com.traffictacos.reservation.worker.platform.settings.SettingProblem;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.Map;

/** Parses the JSON of the secret: any of four keys, each of which stands for a setting (contract section 5). */
final class SecretParser {

    /** The keys of the secret and the variables that they stand for. */
    static final Map<String, String> VARIABLES = Map.of(
            "sqs_queue_url", "SQS_QUEUE_URL",
            "inventory_grpc_addr", "INVENTORY_GRPC_ADDR",
            "reservation_api_base", "RESERVATION_API_BASE",
            "otel_endpoint", "OTEL_EXPORTER_OTLP_ENDPOINT");

    private static final String ACCEPTS = "a secret that is a JSON object with text for any of sqs_queue_url,"
            + " inventory_grpc_addr, reservation_api_base, otel_endpoint";

    private SecretParser() {}

    /**
     * Returns the variables that the secret sets. Other keys, null and blank texts set none.
     *
     * @param name of the secret, for the message
     * @throws SecretUnreadableException if the text is not a JSON object, or one of the keys has a value that is not
     *     text
     */
    static Map<String, String> parse(String name, String text) {
        JsonObject secret = object(name, text);
        Map<String, String> values = new HashMap<>();
        VARIABLES.forEach((key, variable) -> {
            JsonValue value = secret.getOrDefault(key, JsonValue.NULL);
            if (value instanceof JsonString string) {
                if (!string.getString().isBlank()) {
                    values.put(variable, string.getString());
                }
            } else if (value.getValueType() != JsonValue.ValueType.NULL) {
                throw unreadable(name, "whose key " + key + " holds " + value.getValueType() + " and not text");
            }
        });
        return Map.copyOf(values);
    }

    private static JsonObject object(String name, String text) {
        return BoundedJson.object(text).orElseThrow(() -> unreadable(name, "which is not a JSON object"));
    }

    private static SecretUnreadableException unreadable(String name, String what) {
        return new SecretUnreadableException(
                new SettingProblem("SECRET_NAME", '"' + name + "\", " + what, ACCEPTS), null);
    }
}
