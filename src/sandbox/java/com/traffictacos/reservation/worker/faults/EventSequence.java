package com.traffictacos.reservation.worker.faults;

import static com.traffictacos.reservation.worker.event.EventType.PAYMENT_APPROVED;
import static com.traffictacos.reservation.worker.event.EventType.PAYMENT_FAILED;
import static com.traffictacos.reservation.worker.event.EventType.RESERVATION_EXPIRED;

import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.EventHeader;
import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.event.PaymentApproved;
import com.traffictacos.reservation.worker.event.PaymentFailed;
import com.traffictacos.reservation.worker.event.PaymentIntentId;
import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.ReservationExpired;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.fixture.Shape;
import com.traffictacos.reservation.worker.sandbox.EventGenerator.EventBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A held reservation and what is told of it.
 *
 * @param events kinds of the events, in the order of their sending
 * @param atOnce whether they are sent together; otherwise each follows when the one before it is settled
 */
record EventSequence(
        String reservationId, String concert, SeatSelection seats, List<EventType> events, boolean atOnce) {

    private static final Set<EventType> KINDS = Set.of(RESERVATION_EXPIRED, PAYMENT_APPROVED, PAYMENT_FAILED);
    private static final int MOST_OF_A_KIND = 2;

    EventSequence {
        events = List.copyOf(events);
    }

    static EventSequence of(String reservationId, List<EventType> events, boolean atOnce) {
        List<String> seatIds = List.of(reservationId + "-1", reservationId + "-2");
        return new EventSequence(reservationId, "evt_order", SeatSelection.ofSeats(seatIds), events, atOnce);
    }

    /** Every order of two to six events in which no kind comes more than twice. */
    static List<List<EventType>> orders() {
        List<List<EventType>> orders = new ArrayList<>();
        extend(List.of(), orders);
        return orders;
    }

    private static void extend(List<EventType> begun, List<List<EventType>> orders) {
        if (begun.size() >= 2) {
            orders.add(begun);
        }
        for (EventType kind : List.of(RESERVATION_EXPIRED, PAYMENT_APPROVED, PAYMENT_FAILED)) {
            if (begun.stream().filter(kind::equals).count() < MOST_OF_A_KIND) {
                List<EventType> longer = new ArrayList<>(begun);
                longer.add(kind);
                extend(List.copyOf(longer), orders);
            }
        }
    }

    boolean tells(EventType kind) {
        return events.contains(kind);
    }

    long payments() {
        return events.stream().filter(PAYMENT_APPROVED::equals).count();
    }

    EventBody body(int position) {
        return new EventBody(reservationId, Shape.FLAT.render(event(events.get(position), position)));
    }

    private ReservationEvent event(EventType kind, int position) {
        if (!KINDS.contains(kind)) {
            throw new IllegalArgumentException("no event of kind " + kind);
        }
        EventHeader header = new EventHeader(Optional.of("msg_" + reservationId + "_" + position), Optional.empty());
        ReservationId id = new ReservationId(reservationId);
        ConcertId concertId = new ConcertId(concert);
        PaymentIntentId payment = new PaymentIntentId("pay_" + reservationId);
        if (kind == RESERVATION_EXPIRED) {
            return new ReservationExpired(header, id, concertId, seats);
        }
        return kind == PAYMENT_APPROVED
                ? new PaymentApproved(
                        header, id, payment, Optional.of(concertId), Optional.of(seats), Optional.of("usr_1"))
                : new PaymentFailed(header, id, payment, Optional.of(concertId), Optional.of(seats), Optional.empty());
    }
}
