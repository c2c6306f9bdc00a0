package com.traffictacos.reservation.worker.adapter.json;

import static com.traffictacos.reservation.worker.adapter.json.CheckedFields.invalid;
import static com.traffictacos.reservation.worker.adapter.json.CheckedFields.required;

import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.PaymentIntentId;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The fields of {@code detail}, each with its rule of contract section 1. A field that breaks its rule is an {@link
 * com.traffictacos.reservation.worker.event.failure.InvalidEvent} with reason {@code MISSING_FIELD} or
 * {@code INVALID_FIELD}. Used by one thread.
 */
public final class EventDetail {

    static final String PAYMENT_INTENT_ID = "payment_intent_id";
    static final String PAYMENT_ID = "payment_id";
    public static final String STATUS = "status";
    static final String ERROR_CODE = "error_code";
    static final String ERROR_MESSAGE = "error_message";

    private static final String RESERVATION_ID = "reservation_id";
    private static final String EVENT_ID = "event_id";
    private static final String QTY = "qty";
    private static final String SEAT_IDS = "seat_ids";
    private static final String AMOUNT = "amount";
    private static final String CURRENCY = "currency";
    private static final String USER_ID = "user_id";

    /** Every field that has a rule or is used. All others are ignored. */
    static final Set<String> NAMES = Set.of(
            RESERVATION_ID,
            EVENT_ID,
            QTY,
            SEAT_IDS,
            PAYMENT_INTENT_ID,
            PAYMENT_ID,
            STATUS,
            AMOUNT,
            CURRENCY,
            ERROR_CODE,
            ERROR_MESSAGE,
            USER_ID);

    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    private final CheckedFields fields;

    EventDetail(JsonFields fields) {
        this.fields = new CheckedFields(fields);
    }

    public ReservationId reservationId() {
        return required(RESERVATION_ID, identifier(RESERVATION_ID, ReservationId::new));
    }

    /** The concert. */
    Optional<ConcertId> eventId() {
        return identifier(EVENT_ID, ConcertId::new);
    }

    ConcertId requiredEventId() {
        return required(EVENT_ID, eventId());
    }

    /**
     * The seats. Named seats and {@code qty} have to agree: if they differ, it is unknown which is right, and a wrong
     * choice costs money. An empty list of seats counts as absent.
     */
    Optional<SeatSelection> seats() {
        Optional<Integer> quantity = quantity();
        List<String> seatIds = fields.texts(SEAT_IDS);
        if (seatIds.size() > SeatSelection.MAX_SEATS) {
            throw invalid(SEAT_IDS, "must be at most " + SeatSelection.MAX_SEATS);
        }
        if (seatIds.isEmpty()) {
            return quantity.map(SeatSelection::ofQuantity);
        }
        try {
            return Optional.of(new SeatSelection(seatIds, quantity.orElse(seatIds.size())));
        } catch (IllegalArgumentException e) {
            // The record's exception message contains the rule and no seat.
            throw invalid(SEAT_IDS, String.valueOf(e.getMessage()));
        }
    }

    SeatSelection requiredSeats() {
        return required(QTY, seats());
    }

    /** @param field the field's name in this kind of event */
    PaymentIntentId paymentIntentId(String field) {
        return new PaymentIntentId(requiredText(field));
    }

    /** A text that is required and not blank. */
    public String requiredText(String field) {
        String text = required(field, fields.text(field));
        if (text.isBlank()) {
            throw invalid(field, "must not be blank");
        }
        return text;
    }

    /** An optional text. A blank text counts as absent. */
    Optional<String> optionalText(String field) {
        return fields.text(field).filter(text -> !text.isBlank());
    }

    /** The customer. Never an error, because the contract has no rule for it. */
    Optional<String> userId() {
        return fields.lenientText(USER_ID);
    }

    /** Validates {@code amount} and {@code currency}. Their values are not used. */
    void checkMoney() {
        OptionalLong amount = fields.wholeNumber(AMOUNT);
        if (amount.isPresent() && amount.getAsLong() < 0) {
            throw invalid(AMOUNT, "must not be negative");
        }
        Optional<String> currency = fields.text(CURRENCY);
        if (currency.isPresent() && !CURRENCIES.contains(currency.get())) {
            throw invalid(CURRENCY, "must be an ISO 4217 code in capital letters");
        }
    }

    private Optional<Integer> quantity() {
        OptionalLong quantity = fields.wholeNumber(QTY);
        if (quantity.isEmpty()) {
            return Optional.empty();
        }
        long value = quantity.getAsLong();
        if (value < 1 || value > SeatSelection.MAX_SEATS) {
            throw invalid(QTY, "must be 1 to " + SeatSelection.MAX_SEATS);
        }
        return Optional.of((int) value);
    }

    private <T> Optional<T> identifier(String field, Function<String, T> of) {
        return fields.text(field).map(text -> {
            try {
                return of.apply(text);
            } catch (IllegalArgumentException e) {
                // The records' exception messages contain the rule and no value.
                throw invalid(field, String.valueOf(e.getMessage()));
            }
        });
    }
}
