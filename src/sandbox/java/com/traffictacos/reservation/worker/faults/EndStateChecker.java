package com.traffictacos.reservation.worker.faults;

import static com.traffictacos.reservation.worker.event.EventType.PAYMENT_APPROVED;
import static com.traffictacos.reservation.worker.event.EventType.PAYMENT_FAILED;
import static com.traffictacos.reservation.worker.event.EventType.RESERVATION_EXPIRED;
import static com.traffictacos.reservation.worker.event.failure.FailureReason.COMMIT_FAILED_CONFLICT;
import static com.traffictacos.reservation.worker.event.failure.FailureReason.COMMIT_FAILED_EXPIRED;
import static com.traffictacos.reservation.worker.event.failure.FailureReason.PAID_BUT_NOT_HELD;
import static com.traffictacos.reservation.worker.event.failure.FailureReason.RELEASED_BUT_CONFIRMED;

import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.sandbox.DeadLetters.DeadLetter;
import com.traffictacos.reservation.worker.sandbox.ReservationBook.BookStatus;
import com.traffictacos.reservation.worker.sandbox.ReservationBook.Entry;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.SeatStock.SeatState;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says whether a reservation that was told of in some order has come to an end that it may come to.
 *
 * <p>The book moves a reservation once, from HOLD to its end, and inventory sells and frees only what is held. So:
 *
 * <ul>
 *   <li>EXPIRED or CANCELLED: the seats are given back, and each payment has a dead letter {@code paid_but_not_held}.
 *   <li>CONFIRMED with its seats: no dead letter at all. Where answers are lost, an expiry whose release may have been made
 *       cannot know, and must rather be told of once too often: {@code released_but_confirmed} is allowed.
 *   <li>CONFIRMED without them: an expiry freed them before the payment came. Its dead letter is {@code
 *       released_but_confirmed}; each payment has one as well, since inventory had nothing left to sell to it. With the
 *       mark first this cannot be. Where the answer to the release was lost and another worker gets the redelivery, the
 *       expiry cannot know: the payments' dead letters tell of it alone, and the suite says how often.
 * </ul>
 */
final class EndStateChecker {

    /** What can be wrong with an end. */
    enum Wrong {
        STATUS("reservations with an end that nothing tells of"),
        SEATS_GONE("CONFIRMED, seats free or resold"),
        SILENT("CONFIRMED without seats, no dead letter"),
        NOT_NAMED("CONFIRMED without seats, no released_but_confirmed"),
        NOT_GIVEN_BACK("EXPIRED or CANCELLED, seats not given back"),
        DEAD_LETTERS("wrong dead letters");

        private final String label;

        Wrong(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    private final SandboxWorld world;
    private final boolean markFirst;
    private final boolean answersLost;
    private final Map<String, List<String>> reasons;

    EndStateChecker(SandboxWorld world, boolean markFirst, boolean answersLost, List<DeadLetter> deadLetters) {
        this.world = world;
        this.markFirst = markFirst;
        this.answersLost = answersLost;
        this.reasons = deadLetters.stream()
                .collect(Collectors.groupingBy(
                        DeadLetter::reservationId, Collectors.mapping(DeadLetter::reason, Collectors.toList())));
    }

    /** Expiries that freed seats while a payment confirmed their reservation, and were told of. */
    long races() {
        return reasons.values().stream()
                .filter(all -> count(all, RELEASED_BUT_CONFIRMED) > 0)
                .count();
    }

    /** Reservations without seats that nothing but the dead letters of their payments tells of. */
    private long toldByPaymentsAlone() {
        return reasons.values().stream()
                .filter(all -> count(all, RELEASED_BUT_CONFIRMED) == 0)
                .filter(all -> count(all, COMMIT_FAILED_EXPIRED) + count(all, COMMIT_FAILED_CONFLICT) > 0)
                .count();
    }

    /** Everything that is wrong with the end of one reservation. */
    Set<Wrong> check(EventSequence recorded) {
        Set<Wrong> wrong = EnumSet.noneOf(Wrong.class);
        BookStatus status = world.reservationApi()
                .book()
                .find(recorded.reservationId())
                .map(Entry::status)
                .orElse(BookStatus.HOLD);
        Optional<EventType> cause = cause(status);
        boolean possible = cause.isPresent()
                && (recorded.atOnce()
                        ? recorded.tells(cause.get())
                        : recorded.events().getFirst() == cause.get());
        if (!possible) {
            wrong.add(Wrong.STATUS);
        }
        List<String> deadLetters = reasons.getOrDefault(recorded.reservationId(), List.of());
        if (status != BookStatus.CONFIRMED) {
            checkReturned(recorded, deadLetters, wrong);
        } else if (hasSeats(recorded)) {
            long allowed = answersLost && !markFirst ? count(deadLetters, RELEASED_BUT_CONFIRMED) : 0;
            if (deadLetters.size() != allowed) {
                wrong.add(Wrong.DEAD_LETTERS);
            }
        } else {
            checkRace(recorded, deadLetters, wrong);
        }
        return wrong;
    }

    private static Optional<EventType> cause(BookStatus status) {
        return switch (status) {
            case CONFIRMED -> Optional.of(PAYMENT_APPROVED);
            case CANCELLED -> Optional.of(PAYMENT_FAILED);
            case EXPIRED -> Optional.of(RESERVATION_EXPIRED);
            case HOLD -> Optional.empty();
        };
    }

    private void checkReturned(EventSequence recorded, List<String> deadLetters, Set<Wrong> wrong) {
        Optional<SeatState> hold = world.inventory().stock().stateOf(recorded.reservationId());
        if (!hold.equals(Optional.of(SeatState.AVAILABLE))) {
            wrong.add(Wrong.NOT_GIVEN_BACK);
        }
        if (deadLetters.size() != recorded.payments() || count(deadLetters, PAID_BUT_NOT_HELD) != recorded.payments()) {
            wrong.add(Wrong.DEAD_LETTERS);
        }
    }

    private void checkRace(EventSequence recorded, List<String> deadLetters, Set<Wrong> wrong) {
        if (markFirst) {
            wrong.add(Wrong.SEATS_GONE);
            return;
        }
        long named = count(deadLetters, RELEASED_BUT_CONFIRMED);
        long unsold = count(deadLetters, COMMIT_FAILED_EXPIRED) + count(deadLetters, COMMIT_FAILED_CONFLICT);
        if (deadLetters.isEmpty()) {
            wrong.add(Wrong.SILENT);
        }
        if (named == 0 && !answersLost) {
            wrong.add(Wrong.NOT_NAMED);
        }
        if (unsold != recorded.payments() || deadLetters.size() != named + unsold) {
            wrong.add(Wrong.DEAD_LETTERS);
        }
    }

    private boolean hasSeats(EventSequence recorded) {
        return recorded.seats().seatIds().stream()
                .allMatch(seat -> world.inventory()
                                .stock()
                                .state(recorded.concert(), seat)
                                .equals(Optional.of(SeatState.SOLD))
                        && world.inventory()
                                .stock()
                                .holder(recorded.concert(), seat)
                                .equals(Optional.of(recorded.reservationId())));
    }

    private static long count(List<String> deadLetters, FailureReason reason) {
        return deadLetters.stream().filter(reason.word()::equals).count();
    }

    /** Adds one figure for each thing that can be wrong. */
    void addTo(ScenarioRun run, List<EventSequence> all) {
        Map<EventSequence, Set<Wrong>> wrong =
                all.stream().collect(Collectors.toMap(recorded -> recorded, this::check));
        for (Wrong kind : Wrong.values()) {
            if (markFirst == (kind == Wrong.SEATS_GONE)
                    || kind == Wrong.STATUS
                    || kind.compareTo(Wrong.NOT_NAMED) > 0) {
                List<EventSequence> struck = all.stream()
                        .filter(recorded ->
                                wrong.getOrDefault(recorded, Set.of()).contains(kind))
                        .toList();
                run.add(new ScenarioFigure(
                        kind.label(),
                        struck.isEmpty()
                                ? "0 of " + all.size()
                                : struck.size() + ", first " + describe(struck.getFirst()),
                        "0",
                        struck.isEmpty()));
            }
        }
        if (answersLost) {
            run.add(ScenarioFigure.shown("CONFIRMED without seats, told by payments alone", toldByPaymentsAlone()));
        }
    }

    private String describe(EventSequence recorded) {
        return recorded.reservationId() + " " + recorded.events() + " "
                + reasons.getOrDefault(recorded.reservationId(), List.of());
    }
}
