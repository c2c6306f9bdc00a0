package com.traffictacos.reservation.worker.sandbox;

import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.sandbox.ReservationBook.BookStatus;
import java.util.List;
import java.util.Map;

/**
 * A reservation with its story and the messages that tell it.
 *
 * @param messages to be sent in this order; their end state does not depend on the order in which they are taken
 */
public record PlannedReservation(
        String reservationId,
        String concert,
        String userId,
        SeatSelection seats,
        ReservationScript story,
        List<OutgoingMessage> messages) {

    public PlannedReservation {
        messages = List.copyOf(messages);
    }

    /** @param attributes message attributes of type String */
    public record OutgoingMessage(String body, Map<String, String> attributes) {

        public OutgoingMessage {
            attributes = Map.copyOf(attributes);
        }
    }

    /** The same with the trace named in a message attribute of every message. */
    public PlannedReservation withTraceParent(String traceParent) {
        List<OutgoingMessage> traced = messages.stream()
                .map(message -> new OutgoingMessage(message.body(), Map.of("traceparent", traceParent)))
                .toList();
        return new PlannedReservation(reservationId, concert, userId, seats, story, traced);
    }

    /** The same with bodies of that length: the rest is a field that no worker knows. */
    public PlannedReservation withBodiesOf(int length, char filling) {
        List<OutgoingMessage> large = messages.stream()
                .map(message -> new OutgoingMessage(padded(message.body(), length, filling), message.attributes()))
                .toList();
        return new PlannedReservation(reservationId, concert, userId, seats, story, large);
    }

    private static String padded(String body, int length, char filling) {
        String open = body.substring(0, body.lastIndexOf('}')) + ",\"padding\":\"";
        String close = "\"}";
        return open + String.valueOf(filling).repeat(length - open.length() - close.length()) + close;
    }

    /** Writes the reservation into both services as it stands before its events. */
    void enter(ReservationBook book, SeatStock stock) {
        book.put(new ReservationBook.Entry(reservationId, concert, userId, seats, story.before()));
        stock.open(concert, seats.seatIds());
        stock.reserve(reservationId, concert, seats);
        if (story.before() == BookStatus.CONFIRMED) {
            stock.commit(reservationId, concert, seats);
        } else if (story.before() != BookStatus.HOLD) {
            stock.release(reservationId, concert, seats);
        }
        if (story == ReservationScript.EXPIRES_AFTER_CANCELLATION) {
            stock.reserve(nextHolder(), concert, seats);
        }
    }

    Expectation expectation() {
        String holder = switch (story.seatsAfter()) {
            case AVAILABLE -> "";
            case RESERVED, SOLD -> story == ReservationScript.EXPIRES_AFTER_CANCELLATION ? nextHolder() : reservationId;
        };
        return new Expectation(reservationId, concert, seats, story, holder);
    }

    private String nextHolder() {
        return reservationId + ".next";
    }
}
