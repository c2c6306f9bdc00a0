package com.traffictacos.reservation.worker.adapter.json;

import com.traffictacos.reservation.worker.adapter.json.RawValue.Text;
import com.traffictacos.reservation.worker.event.EventHeader;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.InvalidEvent;
import jakarta.json.stream.JsonParser.Event;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;

/**
 * The outer object of a body (contract section 1). It is read completely before any field is validated, because JSON
 * does not define the order of keys: {@code detail} may come before {@code type}.
 */
public final class Envelope {

    private static final String TYPE = "type";
    private static final String DETAIL_TYPE = "detail-type";
    private static final String DETAIL = "detail";
    private static final String ID = "id";
    private static final String TIME = "time";
    private static final String TRACE_ID = "trace_id";
    private static final Set<String> NAMES = Set.of(TYPE, DETAIL_TYPE, ID, TIME, TRACE_ID);

    private final JsonFields fields;
    private final Optional<JsonFields> detail;

    private Envelope(JsonFields fields, Optional<JsonFields> detail) {
        this.fields = fields;
        this.detail = detail;
    }

    /**
     * Reads a whole body.
     *
     * @throws InvalidEvent with {@code MALFORMED_JSON} if the body is not one JSON object
     */
    static Envelope read(JsonCursor json) {
        if (json.next() != Event.START_OBJECT) {
            throw new InvalidEvent(FailureReason.MALFORMED_JSON, "not a JSON object");
        }
        JsonFields fields = new JsonFields();
        Optional<JsonFields> detail = Optional.empty();
        while (json.next() == Event.KEY_NAME) {
            String name = json.text();
            Event first = json.next();
            if (name.equals(DETAIL) && first == Event.START_OBJECT) {
                detail = Optional.of(JsonFields.read(json, EventDetail.NAMES));
            } else if (name.equals(DETAIL)) {
                detail = Optional.empty();
                json.skip(first);
            } else if (NAMES.contains(name)) {
                fields.put(name, json.value(first));
            } else {
                json.skip(first);
            }
        }
        json.end();
        return new Envelope(fields, detail);
    }

    /**
     * The kind of event according to {@code type}, or to {@code detail-type} if there is no {@code type}.
     *
     * @throws InvalidEvent with {@code UNKNOWN_TYPE} if neither is present, or the one that counts is not known
     */
    public WireType kind() {
        String name = fields.value(TYPE).isPresent() ? TYPE : DETAIL_TYPE;
        RawValue value = fields.value(name)
                .orElseThrow(
                        () -> new InvalidEvent(FailureReason.UNKNOWN_TYPE, "neither " + TYPE + " nor " + DETAIL_TYPE));
        Optional<WireType> kind = value instanceof Text text ? WireType.named(text.value()) : Optional.empty();
        return kind.orElseThrow(
                () -> new InvalidEvent(FailureReason.UNKNOWN_TYPE, name + ": none that this worker knows"));
    }

    /** @throws InvalidEvent with {@code MISSING_DETAIL} if {@code detail} is missing or not an object */
    public EventDetail detail() {
        return new EventDetail(detail.orElseThrow(
                () -> new InvalidEvent(FailureReason.MISSING_DETAIL, DETAIL + ": missing, or no object")));
    }

    EventHeader header() {
        return new EventHeader(fields.lenientText(ID), fields.lenientText(TIME).flatMap(Envelope::instant));
    }

    /** The field {@code trace_id}, in any form. */
    public Optional<String> traceId() {
        return fields.lenientText(TRACE_ID);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            // The time is informational. A wrong one does not invalidate the event.
            return Optional.empty();
        }
    }
}
