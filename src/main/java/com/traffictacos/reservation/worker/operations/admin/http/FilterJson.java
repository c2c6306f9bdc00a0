package com.traffictacos.reservation.worker.operations.admin.http;

import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterFilter;
import com.traffictacos.reservation.worker.operations.deadletter.job.JobRequest;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Parses filters, and the few other fields of a request. An unknown name is rejected, because a misspelt filter would
 * otherwise select more than intended. Every rejection is an {@link IllegalArgumentException} that names the field and
 * not its value. Stateless.
 */
final class FilterJson {

    private static final Set<String> PARTS =
            Set.of("reasons", "types", "reservation_id", "min_age_seconds", "max_age_seconds", "ids");
    private static final Set<String> PARAMETERS = Set.of(
            "reason",
            "type",
            "reservation_id",
            "min_age_seconds",
            "max_age_seconds",
            "page_size",
            "page_token",
            "refresh",
            "search",
            "sort",
            "wait_seconds");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private FilterJson() {}

    /** The object {@code selection}, which is required and may be empty. */
    static DeadLetterFilter ofBody(JsonObject body) {
        if (!(body.get("selection") instanceof JsonObject selection)) {
            throw new IllegalArgumentException("selection: an object has to be given; {} means every dead letter");
        }
        checkNames(selection, PARTS);
        return new DeadLetterFilter(
                texts(selection, "reasons"),
                texts(selection, "types"),
                text(selection, "reservation_id"),
                number(selection, "min_age_seconds").map(Duration::ofSeconds),
                number(selection, "max_age_seconds").map(Duration::ofSeconds),
                texts(selection, "ids"));
    }

    static DeadLetterFilter ofQuery(Map<String, List<String>> query) {
        query.keySet().stream()
                .filter(name -> !PARAMETERS.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            "there are the parameters " + String.join(", ", PARAMETERS) + " alone");
                });
        return new DeadLetterFilter(
                nonEmpty(query.getOrDefault("reason", List.of())),
                nonEmpty(query.getOrDefault("type", List.of())),
                nonEmpty(query.getOrDefault("reservation_id", List.of())).stream()
                        .findFirst(),
                age(query, "min_age_seconds"),
                age(query, "max_age_seconds"),
                Set.of());
    }

    /** A blank form field counts as not set. */
    private static Set<String> nonEmpty(List<String> values) {
        Set<String> given = new LinkedHashSet<>(values);
        given.remove("");
        return given;
    }

    private static Optional<Duration> age(Map<String, List<String>> query, String name) {
        return nonEmpty(query.getOrDefault(name, List.of())).stream()
                .findFirst()
                .map(text -> Duration.ofSeconds(number(name, text)));
    }

    static long number(String name, String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new IllegalArgumentException(name + ": a whole number");
        }
        return Long.parseLong(text);
    }

    static void checkNames(JsonObject object, Set<String> allowed) {
        if (!allowed.containsAll(object.keySet())) {
            throw new IllegalArgumentException("the body may have the fields " + String.join(", ", allowed) + " alone");
        }
    }

    static Set<String> texts(JsonObject object, String name) {
        Set<String> texts = new LinkedHashSet<>();
        for (JsonValue element :
                given(object, name, JsonArray.class, "an array of strings").orElse(JsonValue.EMPTY_JSON_ARRAY)) {
            if (!(element instanceof JsonString text)) {
                throw new IllegalArgumentException(name + ": an array of strings");
            }
            texts.add(text.getString());
        }
        return texts;
    }

    static Optional<String> text(JsonObject object, String name) {
        return given(object, name, JsonString.class, "a string")
                .map(JsonString::getString)
                .filter(string -> !string.isEmpty());
    }

    static Optional<Long> number(JsonObject object, String name) {
        return given(object, name, JsonNumber.class, "a whole number").map(number -> number(name, number.toString()));
    }

    /** A field that is {@code false} unless it is given. */
    static boolean flag(JsonObject object, String name) {
        JsonValue value = object.getOrDefault(name, JsonValue.FALSE);
        if (value.equals(JsonValue.TRUE) || value.equals(JsonValue.FALSE)) {
            return value.equals(JsonValue.TRUE);
        }
        throw new IllegalArgumentException(name + ": true or false");
    }

    /** The field {@code action}: {@code redrive} unless it says {@code discard}. */
    static JobRequest.Action action(JsonObject body) {
        String word = text(body, "action").orElse(JobRequest.Action.REDRIVE.word());
        return Arrays.stream(JobRequest.Action.values())
                .filter(action -> action.word().equals(word) && action != JobRequest.Action.RESEND)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("action: redrive or discard"));
    }

    /** A field that is set; {@code null} counts as not set. */
    private static <T extends JsonValue> Optional<T> given(
            JsonObject object, String name, Class<T> type, String accepted) {
        if (!object.containsKey(name) || object.isNull(name)) {
            return Optional.empty();
        }
        JsonValue value = object.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(name + ": " + accepted);
        }
        return Optional.of(type.cast(value));
    }
}
