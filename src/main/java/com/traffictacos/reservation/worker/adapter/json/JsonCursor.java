package com.traffictacos.reservation.worker.adapter.json;

import com.traffictacos.reservation.worker.adapter.json.RawValue.Numeral;
import com.traffictacos.reservation.worker.adapter.json.RawValue.Text;
import com.traffictacos.reservation.worker.adapter.json.RawValue.Texts;
import com.traffictacos.reservation.worker.adapter.json.RawValue.Unfit;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.InvalidEvent;
import com.traffictacos.reservation.worker.platform.json.BoundedJson;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParsingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one body token by token. Any error in the body is an {@link InvalidEvent} with reason {@code MALFORMED_JSON}
 * that gives the position but not the content, because bodies are not logged. For the same reason the parser's
 * exception is not kept as the cause. Used by one thread.
 */
final class JsonCursor implements AutoCloseable {

    /** Maximum nesting depth that is read. */
    static final int MAX_DEPTH = BoundedJson.MAX_DEPTH;

    /** Maximum number of array items that are kept: one more than any field may have. */
    static final int MAX_ITEMS = 101;

    private final JsonParser parser;
    private int depth;

    JsonCursor(JsonParser parser) {
        this.parser = parser;
    }

    /** Moves to the next token. */
    Event next() {
        Event event;
        try {
            event = parser.next();
        } catch (JsonException e) {
            throw malformed(e);
        }
        switch (event) {
            case START_OBJECT, START_ARRAY -> {
                depth++;
                if (depth > MAX_DEPTH) {
                    throw new InvalidEvent(FailureReason.MALFORMED_JSON, "nested deeper than " + MAX_DEPTH);
                }
            }
            case END_OBJECT, END_ARRAY -> depth--;
            default -> {}
        }
        return event;
    }

    /** The key or string at the cursor. */
    String text() {
        return parser.getString();
    }

    /** Skips the rest of the value that starts with this token. */
    void skip(Event first) {
        if (first == Event.START_OBJECT || first == Event.START_ARRAY) {
            int outside = depth - 1;
            while (depth > outside) {
                next();
            }
        }
    }

    /** Reads the value that starts with this token. Empty for {@code null}. */
    Optional<RawValue> value(Event first) {
        return switch (first) {
            case VALUE_NULL -> Optional.empty();
            case VALUE_STRING -> Optional.of(new Text(text()));
            case VALUE_NUMBER -> Optional.of(new Numeral(text()));
            case START_ARRAY -> Optional.of(array());
            default -> {
                skip(first);
                yield Optional.of(new Unfit());
            }
        };
    }

    private RawValue array() {
        List<String> texts = new ArrayList<>();
        boolean strings = true;
        for (Event item = next(); item != Event.END_ARRAY; item = next()) {
            if (item == Event.VALUE_STRING) {
                if (texts.size() < MAX_ITEMS) {
                    texts.add(text());
                }
            } else {
                strings = false;
                skip(item);
            }
        }
        return strings ? new Texts(texts) : new Unfit();
    }

    /** Checks that only white space follows. */
    void end() {
        try {
            if (parser.hasNext()) {
                throw new InvalidEvent(FailureReason.MALFORMED_JSON, "more than one JSON value");
            }
        } catch (JsonException e) {
            throw malformed(e);
        }
    }

    private static InvalidEvent malformed(JsonException e) {
        return new InvalidEvent(FailureReason.MALFORMED_JSON, "not JSON" + place(e));
    }

    private static String place(JsonException e) {
        @Nullable JsonLocation at = e instanceof JsonParsingException parsing ? parsing.getLocation() : null;
        return at == null ? "" : ", see line " + at.getLineNumber() + ", column " + at.getColumnNumber();
    }

    @Override
    public void close() {
        parser.close();
    }
}
