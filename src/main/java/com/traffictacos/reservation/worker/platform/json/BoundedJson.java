package com.traffictacos.reservation.worker.platform.json;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import java.io.StringReader;
import java.util.Map;
import java.util.Optional;

/**
 * Parses a JSON object from an untrusted source. The parser has its own limits on nesting and on the length of numbers,
 * and reports them with untyped exceptions that look like bugs. Here a text beyond the limits is treated like any text
 * that is not JSON. The caller limits the length of the text.
 *
 * <p>Stateless and thread-safe.
 */
public final class BoundedJson {

    /** Maximum nesting depth that is read. The parser's own limit is 1,000. */
    public static final int MAX_DEPTH = 500;

    /** Maximum length of a number in characters. The parser's own limit is 1,100. */
    static final int MAX_NUMBER = 1_000;

    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

    private BoundedJson() {}

    /** The object at the start of the text. Empty if there is none, or if it exceeds the limits. */
    public static Optional<JsonObject> object(String text) {
        if (!isWithinBounds(text)) {
            return Optional.empty();
        }
        try (JsonReader reader = READERS.createReader(new StringReader(text))) {
            return Optional.of(reader.readObject());
        } catch (JsonException e) {
            // The parser's message may quote the text, so it is dropped.
            return Optional.empty();
        }
    }

    /** Exact for JSON. For other text the result is arbitrary. */
    private static boolean isWithinBounds(String text) {
        int depth = 0;
        int number = 0;
        boolean inString = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (inString) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    inString = false;
                }
                continue;
            }
            number = isOfNumber(c) ? number + 1 : 0;
            switch (c) {
                case '"' -> inString = true;
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {}
            }
            if (depth > MAX_DEPTH || number > MAX_NUMBER) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOfNumber(char c) {
        return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
    }
}
