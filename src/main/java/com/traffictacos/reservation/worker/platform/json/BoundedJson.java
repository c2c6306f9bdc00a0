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
 * Reads a JSON object that somebody else wrote. The parser has limits of its own, on nesting and on the length of numbers,
 * and breaks them with bare exceptions that no type tells from a bug; here such a text is none, like any that is not JSON.
 * The length of the text is the caller's to bound.
 *
 * <p>Stateless; safe for use by any number of threads.
 */
public final class BoundedJson {

    /** Deepest nesting that is read; the parser's own limit is 1,000. */
    public static final int MAX_DEPTH = 500;

    /** Longest number that is read, in characters; the parser's own limit is 1,100. */
    static final int MAX_NUMBER = 1_000;

    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

    private BoundedJson() {}

    /** The object that the text begins with; empty if it begins with none, or is beyond the bounds. */
    public static Optional<JsonObject> object(String text) {
        if (!isWithinBounds(text)) {
            return Optional.empty();
        }
        try (JsonReader reader = READERS.createReader(new StringReader(text))) {
            return Optional.of(reader.readObject());
        } catch (JsonException e) {
            // The parser's words may quote the text, so they go no further.
            return Optional.empty();
        }
    }

    /** Exact for JSON. Of a text that is none it may say either. */
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
