package com.traffictacos.reservation.worker.sandbox;

import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;
import java.io.StringReader;
import java.util.Map;

/** JSON objects from and to text. The factories are kept, since looking them up costs more than the work itself. */
final class JsonText {

    /** Makes objects and arrays. */
    static final JsonBuilderFactory BUILD = Json.createBuilderFactory(Map.of());

    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

    private JsonText() {}

    /** @throws JsonException if the text is not one JSON object */
    static JsonObject object(String text) {
        try (var reader = READERS.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
