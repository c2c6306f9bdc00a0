package com.traffictacos.reservation.worker.operations.fleet.peers;

import com.traffictacos.reservation.worker.platform.json.BoundedJson;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the figures of another worker. It may be of another version: what it does not say is zero, and what is not known
 * here is left out. Stateless.
 */
final class PodStatusJson {

    private PodStatusJson() {}

    /** Empty if the text does not come from a worker. */
    static Optional<PodStatus> parse(String text) {
        return BoundedJson.object(text)
                .filter(pod -> !pod.getString("instance", "").isEmpty()
                        && !pod.getString("name", "").isEmpty())
                .map(PodStatusJson::status);
    }

    private static PodStatus status(JsonObject pod) {
        return new PodStatus(
                pod.getString("instance"),
                pod.getString("name"),
                time(pod.getString("started_at", "")),
                pod.getString("state", "unknown"),
                pod.getString("condition", "unknown"),
                pod.getString("not_receiving", null),
                pod.getBoolean("paused", false),
                pod.getBoolean("fleet_paused", false),
                pod.getInt("in_work", 0),
                // A worker that does not say it yet has about as many.
                pod.getInt("busy", Math.min(pod.getInt("in_work", 0), pod.getInt("permits", 0))),
                pod.getInt("permits", 0),
                pod.getInt("permits_free", 0),
                map(pod.get("events"), value -> value instanceof JsonNumber number ? number.longValue() : null),
                map(pod.get("dependencies"), value -> value instanceof JsonString string ? string.getString() : null),
                messages(pod.get("messages")));
    }

    static @Nullable Instant time(String text) {
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static <T> Map<String, T> map(@Nullable JsonValue value, Function<JsonValue, @Nullable T> read) {
        Map<String, T> map = new TreeMap<>();
        if (value instanceof JsonObject object) {
            object.forEach((name, member) -> {
                T known = read.apply(member);
                if (known != null) {
                    map.put(name, known);
                }
            });
        }
        return map;
    }

    static List<PodStatus.Message> messages(@Nullable JsonValue value) {
        return value instanceof List<?> list
                ? list.stream()
                        .filter(JsonObject.class::isInstance)
                        .map(JsonObject.class::cast)
                        .limit(PodStatus.MAX_MESSAGES)
                        .map(PodStatusJson::message)
                        .toList()
                : List.of();
    }

    private static PodStatus.Message message(JsonObject message) {
        return new PodStatus.Message(
                message.getString("message_id", ""),
                message.getString("type", "unknown"),
                message.getString("step", "none"),
                message.getInt("attempt", 0),
                number(message, "age_seconds"),
                number(message, "lease_left_seconds"),
                message.getString("reservation_id", null));
    }

    static double number(JsonObject object, String name) {
        return object.get(name) instanceof JsonNumber number ? number.doubleValue() : 0;
    }
}
