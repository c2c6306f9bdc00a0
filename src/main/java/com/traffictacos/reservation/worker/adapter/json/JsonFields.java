package com.traffictacos.reservation.worker.adapter.json;

import jakarta.json.stream.JsonParser.Event;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of one JSON object that are used. A field that is {@code null} counts as absent. Of a duplicate key the
 * last value counts. Used by one thread.
 */
final class JsonFields {

    private final Map<String, RawValue> values = new HashMap<>();

    /** Reads the object that the cursor has just entered, to its end. */
    static JsonFields read(JsonCursor json, Set<String> names) {
        JsonFields fields = new JsonFields();
        while (json.next() == Event.KEY_NAME) {
            String name = json.text();
            Event first = json.next();
            if (names.contains(name)) {
                fields.put(name, json.value(first));
            } else {
                json.skip(first);
            }
        }
        return fields;
    }

    void put(String name, Optional<RawValue> value) {
        value.ifPresentOrElse(present -> values.put(name, present), () -> values.remove(name));
    }

    Optional<RawValue> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /**
     * The text of a field that is optional for processing. Anything except a readable, non-blank string counts as
     * absent.
     */
    Optional<String> lenientText(String name) {
        return value(name)
                .map(value -> value instanceof RawValue.Text text ? text.value() : "")
                .filter(text -> !text.isBlank() && Unicode.isWellFormed(text));
    }
}
