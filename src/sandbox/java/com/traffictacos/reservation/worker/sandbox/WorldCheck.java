package com.traffictacos.reservation.worker.sandbox;

import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.sandbox.DeadLetters.DeadLetter;
import com.traffictacos.reservation.worker.sandbox.ReservationBook.BookStatus;
import com.traffictacos.reservation.worker.sandbox.ReservationBook.Entry;
import com.traffictacos.reservation.worker.sandbox.SeatStock.SeatState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares how every reservation, seat and dead letter ended with how it must. */
public final class WorldCheck {

    private final ReservationBook book;
    private final SeatStock stock;

    WorldCheck(ReservationBook book, SeatStock stock) {
        this.book = book;
        this.stock = stock;
    }

    /**
     * What was found.
     *
     * @param checked number of reservations
     * @param wrong one line for each difference, for people
     */
    public record Findings(int checked, List<String> wrong) {

        public Findings {
            wrong = List.copyOf(wrong);
        }
    }

    /** Looks at every reservation, and at dead letters that nobody expects or that are missing. */
    public Findings check(Collection<Expectation> expectations, Collection<DeadLetter> deadLetters) {
        List<String> wrong = new ArrayList<>();
        expectations.forEach(expectation -> wrong.addAll(differences(expectation)));
        wrong.addAll(wrongDeadLetters(expectations, deadLetters));
        return new Findings(expectations.size(), wrong);
    }

    /** What is different with one reservation; empty when it has ended as it must. */
    List<String> differences(Expectation expected) {
        List<String> differences = new ArrayList<>();
        String subject = expected.reservationId() + " (" + expected.story() + ")";
        Optional<BookStatus> status = book.find(expected.reservationId()).map(Entry::status);
        if (!status.equals(Optional.of(expected.story().after()))) {
            differences.add(subject + ": is " + text(status) + ", must be "
                    + expected.story().after());
        }
        differences.addAll(
                expected.seats().seatIds().isEmpty() ? standing(expected, subject) : seats(expected, subject));
        return differences;
    }

    private List<String> seats(Expectation expected, String subject) {
        List<String> differences = new ArrayList<>();
        for (String seatId : expected.seats().seatIds()) {
            Optional<SeatState> state = stock.state(expected.concert(), seatId);
            if (!state.equals(Optional.of(expected.story().seatsAfter()))) {
                differences.add("%s: seat %s is %s, must be %s"
                        .formatted(
                                subject, seatId, text(state), expected.story().seatsAfter()));
            }
            String holder = stock.holder(expected.concert(), seatId).orElse("");
            if (!holder.equals(expected.seatHolder())) {
                differences.add("%s: seat %s belongs to '%s', must belong to '%s'"
                        .formatted(subject, seatId, holder, expected.seatHolder()));
            }
        }
        return differences;
    }

    /** Places without names: only how the reservation's own hold ended can be seen. */
    private List<String> standing(Expectation expected, String subject) {
        SeatState wanted = expected.seatHolder().equals(expected.reservationId())
                ? expected.story().seatsAfter()
                : SeatState.AVAILABLE;
        Optional<SeatState> state = stock.stateOf(expected.reservationId());
        return state.equals(Optional.of(wanted))
                ? List.of()
                : List.of("%s: its places are %s, must be %s".formatted(subject, text(state), wanted));
    }

    private static List<String> wrongDeadLetters(
            Collection<Expectation> expectations, Collection<DeadLetter> deadLetters) {
        Map<String, String> expected = new HashMap<>();
        for (Expectation expectation : expectations) {
            expectation
                    .story()
                    .deadLetter()
                    .map(FailureReason::word)
                    .ifPresent(reason -> expected.put(expectation.reservationId(), reason));
        }
        List<String> wrong = new ArrayList<>();
        for (DeadLetter deadLetter : deadLetters) {
            String reason = expected.remove(deadLetter.reservationId());
            if (!deadLetter.reason().equals(reason)) {
                wrong.add("dead letter %s of reservation '%s': reason '%s', expected %s"
                        .formatted(
                                deadLetter.messageId(),
                                deadLetter.reservationId(),
                                deadLetter.reason(),
                                reason == null ? "no dead letter" : "'" + reason + "'"));
            }
        }
        expected.forEach((id, reason) -> wrong.add(id + ": no dead letter, expected '" + reason + "'"));
        return wrong;
    }

    private static String text(Optional<?> state) {
        return state.map(Object::toString).orElse("unknown");
    }
}
