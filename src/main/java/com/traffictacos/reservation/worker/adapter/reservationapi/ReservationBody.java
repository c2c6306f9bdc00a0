package com.traffictacos.reservation.worker.adapter.reservationapi;

import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.platform.json.BoundedJson;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The JSON object in a response body, read field by field. A field that is missing, null, of another type or invalid by
 * the rules of contract section 1 counts as absent. Object mapping would fail as a whole for one wrong field, and no
 * handler needs all fields.
 */
final class ReservationBody {

    private static final Pattern SMALL_NUMBER = Pattern.compile("[1-9][0-9]{0,2}");

    private final JsonObject json;

    private ReservationBody(JsonObject json) {
        this.json = json;
    }

    /** Absent if the text does not start with a JSON object. */
    static Optional<ReservationBody> read(String text) {
        return BoundedJson.object(text).map(ReservationBody::new);
    }

    /** A string that is not blank. */
    Optional<String> text(String field) {
        return json.get(field) instanceof JsonString string
                        && !string.getString().isBlank()
                ? Optional.of(string.getString())
                : Optional.empty();
    }

    /** A time with its offset from UTC (RFC 3339). */
    Optional<Instant> time(String field) {
        return text(field).flatMap(text -> {
            try {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        });
    }

    Optional<ConcertId> eventId() {
        try {
            return text("event_id").map(ConcertId::new);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The seats by name, or their number. Names that cannot be read, or whose number differs from {@code quantity},
     * count as no seats: using the number alone would change other seats.
     */
    Optional<SeatSelection> seats() {
        Optional<List<String>> names = seatIds();
        Optional<Integer> quantity = quantity();
        if (names.isEmpty() || (isGiven("quantity") && quantity.isEmpty())) {
            return Optional.empty();
        }
        try {
            List<String> seatIds = names.get();
            return seatIds.isEmpty()
                    ? quantity.map(SeatSelection::ofQuantity)
                    : Optional.of(new SeatSelection(seatIds, quantity.orElse(seatIds.size())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Absent if the seats are present but not a list of strings. Empty if they are not present. */
    private Optional<List<String>> seatIds() {
        if (!isGiven("seat_ids")) {
            return Optional.of(List.of());
        }
        if (!(json.get("seat_ids") instanceof List<?> values)) {
            return Optional.empty();
        }
        List<String> seatIds = new ArrayList<>(values.size());
        for (Object value : values) {
            if (!(value instanceof JsonString string)) {
                return Optional.empty();
            }
            seatIds.add(string.getString());
        }
        return Optional.of(seatIds);
    }

    private Optional<Integer> quantity() {
        // The text is checked first, because a number like 1E999999999 takes minutes to convert.
        return json.get("quantity") instanceof JsonNumber number
                        && SMALL_NUMBER.matcher(number.toString()).matches()
                ? Optional.of(number.intValue())
                : Optional.empty();
    }

    private boolean isGiven(String field) {
        return json.containsKey(field) && !json.isNull(field);
    }
}
