package com.traffictacos.reservation.worker.operations.admin.grpc;

import com.google.protobuf.Timestamp;
import com.traffic_tacos.reservation.v1.ProcessPaymentResultRequest;
import com.traffic_tacos.reservation.v1.ProcessReservationExpiryRequest;
import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.EventHeader;
import com.traffictacos.reservation.worker.event.PaymentApproved;
import com.traffictacos.reservation.worker.event.PaymentFailed;
import com.traffictacos.reservation.worker.event.PaymentIntentId;
import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.ReservationExpired;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Converts requests to events, by the rules of contract section 1. A request that breaks a rule causes an
 * {@link IllegalArgumentException} whose message names the field and not its value. Stateless.
 */
final class EventRequests {

    private static final int MAX_RETRY_COUNT = 1_000;
    private static final long MIN_SECONDS =
            Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
    private static final long MAX_SECONDS =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    private static final int NANOS_PER_SECOND = 1_000_000_000;

    private EventRequests() {}

    static ReservationEvent expiry(ProcessReservationExpiryRequest request) {
        return new ReservationExpired(
                header(request.getCorrelationId(), time("expired_at", request.hasExpiredAt(), request.getExpiredAt())),
                reservationId(request.getReservationId()),
                field("event_id", request.getEventId(), ConcertId::new),
                seats(request.getSeatIdsList(), request.getQuantity())
                        .orElseThrow(() -> new IllegalArgumentException("quantity: missing, and no seat_ids")));
    }

    /** Empty for a payment result that requires no action. */
    static Optional<ReservationEvent> payment(ProcessPaymentResultRequest request) {
        EventHeader header = header(
                request.getCorrelationId(),
                time(
                        "event_data.processed_at",
                        request.getEventData().hasProcessedAt(),
                        request.getEventData().getProcessedAt()));
        ReservationId reservationId = reservationId(request.getReservationId());
        PaymentIntentId payment = field("payment_intent_id", intent(request), PaymentIntentId::new);
        Map<String, String> metadata = request.getEventData().getMetadataMap();
        Optional<ConcertId> concert = text(metadata, "event_id").map(id -> field("event_id", id, ConcertId::new));
        return switch (request.getResultType()) {
            case PAYMENT_RESULT_TYPE_APPROVED ->
                Optional.of(new PaymentApproved(
                        header, reservationId, payment, concert, Optional.empty(), text(metadata, "user_id")));
            case PAYMENT_RESULT_TYPE_FAILED, PAYMENT_RESULT_TYPE_CANCELLED ->
                Optional.of(new PaymentFailed(
                        header, reservationId, payment, concert, Optional.empty(), text(metadata, "error_code")));
            // As for the payment service's own events: the payment has neither succeeded nor failed for good.
            case PAYMENT_RESULT_TYPE_REFUNDED, PAYMENT_RESULT_TYPE_TIMEOUT -> Optional.empty();
            case PAYMENT_RESULT_TYPE_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("result_type: missing, or none that this worker knows");
        };
    }

    private static String intent(ProcessPaymentResultRequest request) {
        String outer = request.getPaymentIntentId();
        String inner = request.getEventData().getPaymentIntentId();
        if (!outer.isEmpty() && !inner.isEmpty() && !outer.equals(inner)) {
            throw new IllegalArgumentException("payment_intent_id: two different ones");
        }
        return outer.isEmpty() ? inner : outer;
    }

    static ReservationId reservationId(String value) {
        return field("reservation_id", value, ReservationId::new);
    }

    /** The number of attempts before this one. */
    static int retryCount(int value) {
        if (value < 0 || value > MAX_RETRY_COUNT) {
            throw new IllegalArgumentException("retry_count: 0 to " + MAX_RETRY_COUNT);
        }
        return value;
    }

    /** Empty if neither seats nor a quantity are given. If both are given, they have to agree. */
    static Optional<SeatSelection> seats(List<String> seatIds, int quantity) {
        if (seatIds.isEmpty() && quantity == 0) {
            return Optional.empty();
        }
        return Optional.of(
                seatIds.isEmpty()
                        ? field("quantity", quantity, SeatSelection::ofQuantity)
                        : field(
                                "seat_ids",
                                seatIds,
                                ids -> new SeatSelection(ids, quantity == 0 ? ids.size() : quantity)));
    }

    static EventHeader header(String correlationId, Optional<Instant> time) {
        if (correlationId.length() > 128 || !correlationId.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new IllegalArgumentException("correlation_id: at most 128 characters of ASCII");
        }
        return new EventHeader(Optional.of(correlationId).filter(id -> !id.isBlank()), time);
    }

    /** Checks the bounds of the well-known type itself, because a client can send other numbers. */
    private static Optional<Instant> time(String name, boolean given, Timestamp time) {
        if (!given) {
            return Optional.empty();
        }
        if (time.getSeconds() < MIN_SECONDS
                || time.getSeconds() > MAX_SECONDS
                || time.getNanos() < 0
                || time.getNanos() >= NANOS_PER_SECOND) {
            throw new IllegalArgumentException(name + ": not within the years 1 to 9999");
        }
        return Optional.of(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()));
    }

    static <T, V> V field(String name, T value, Function<T, V> rule) {
        try {
            return rule.apply(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    static Optional<String> text(Map<String, String> map, String key) {
        return Optional.ofNullable(map.get(key)).filter(text -> !text.isBlank());
    }
}
