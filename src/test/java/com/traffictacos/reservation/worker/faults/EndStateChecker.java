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
 *   <li>EXPIRED or CANCELLED: the seats are given back, and each payment has a letter {@code paid_but_not_held}.
 *   <li>CONFIRMED with its seats: no letter at all. Where answers are lost, an expiry whose release may have been made
 *       cannot know, and must rather be told of once too often: {@code released_but_confirmed} is allowed.
 *   <li>CONFIRMED without them: an expiry freed them before the payment came. Its letter is {@code
 *       released_but_confirmed}; each payment has one as well, since inventory had nothing left to sell to it. With the
 *       mark first this cannot be. Where the answer to the release was lost and another worker gets the redelivery, the
 *       expiry cannot know: the payments' letters tell of it alone, and the suite says how often.
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
        LETTERS("wrong dead letters");

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

    EndStateChecker(SandboxWorld world, boolean markFirst, boolean answersLost, List<DeadLetter> letters) {
        this.world = world;
        this.markFirst = markFirst;
        this.answersLost = answersLost;
        this.reasons = letters.stream()
                .collect(Collectors.groupingBy(
                        DeadLetter::reservationId, Collectors.mapping(DeadLetter::reason, Collectors.toList())));
    }

    /** Expiries that freed seats while a payment confirmed their reservation, and were told of. */
    long races() {
        return reasons.values().stream()
                .filter(all -> count(all, RELEASED_BUT_CONFIRMED) > 0)
                .count();
    }

    /** Reservations without seats that nothing but the letters of their payments tells of. */
    private long toldByPaymentsAlone() {
        return reasons.values().stream()
                .filter(all -> count(all, RELEASED_BUT_CONFIRMED) == 0)
                .filter(all -> count(all, COMMIT_FAILED_EXPIRED) + count(all, COMMIT_FAILED_CONFLICT) > 0)
                .count();
    }

    /** Everything that is wrong with the end of one reservation. */
    Set<Wrong> judge(EventSequence told) {
        Set<Wrong> wrong = EnumSet.noneOf(Wrong.class);
        BookStatus status = world.reservationApi()
                .book()
                .find(told.reservationId())
                .map(Entry::status)
                .orElse(BookStatus.HOLD);
        Optional<EventType> cause = cause(status);
        boolean possible = cause.isPresent()
                && (told.atOnce() ? told.tells(cause.get()) : told.events().getFirst() == cause.get());
        if (!possible) {
            wrong.add(Wrong.STATUS);
        }
        List<String> letters = reasons.getOrDefault(told.reservationId(), List.of());
        if (status != BookStatus.CONFIRMED) {
            judgeGivenBack(told, letters, wrong);
        } else if (hasSeats(told)) {
            long allowed = answersLost && !markFirst ? count(letters, RELEASED_BUT_CONFIRMED) : 0;
            if (letters.size() != allowed) {
                wrong.add(Wrong.LETTERS);
            }
        } else {
            judgeRace(told, letters, wrong);
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

    private void judgeGivenBack(EventSequence told, List<String> letters, Set<Wrong> wrong) {
        Optional<SeatState> hold = world.inventory().stock().stateOf(told.reservationId());
        if (!hold.equals(Optional.of(SeatState.AVAILABLE))) {
            wrong.add(Wrong.NOT_GIVEN_BACK);
        }
        if (letters.size() != told.payments() || count(letters, PAID_BUT_NOT_HELD) != told.payments()) {
            wrong.add(Wrong.LETTERS);
        }
    }

    private void judgeRace(EventSequence told, List<String> letters, Set<Wrong> wrong) {
        if (markFirst) {
            wrong.add(Wrong.SEATS_GONE);
            return;
        }
        long named = count(letters, RELEASED_BUT_CONFIRMED);
        long unsold = count(letters, COMMIT_FAILED_EXPIRED) + count(letters, COMMIT_FAILED_CONFLICT);
        if (letters.isEmpty()) {
            wrong.add(Wrong.SILENT);
        }
        if (named == 0 && !answersLost) {
            wrong.add(Wrong.NOT_NAMED);
        }
        if (unsold != told.payments() || letters.size() != named + unsold) {
            wrong.add(Wrong.LETTERS);
        }
    }

    private boolean hasSeats(EventSequence told) {
        return told.seats().seatIds().stream()
                .allMatch(seat ->
                        world.inventory().stock().state(told.concert(), seat).equals(Optional.of(SeatState.SOLD))
                                && world.inventory()
                                        .stock()
                                        .holder(told.concert(), seat)
                                        .equals(Optional.of(told.reservationId())));
    }

    private static long count(List<String> letters, FailureReason reason) {
        return letters.stream().filter(reason.word()::equals).count();
    }

    /** Adds one figure for each thing that can be wrong. */
    void addTo(ScenarioRun scene, List<EventSequence> all) {
        Map<EventSequence, Set<Wrong>> wrong = all.stream().collect(Collectors.toMap(told -> told, this::judge));
        for (Wrong kind : Wrong.values()) {
            if (markFirst == (kind == Wrong.SEATS_GONE)
                    || kind == Wrong.STATUS
                    || kind.compareTo(Wrong.NOT_NAMED) > 0) {
                List<EventSequence> struck = all.stream()
                        .filter(told -> wrong.getOrDefault(told, Set.of()).contains(kind))
                        .toList();
                scene.add(new ScenarioFigure(
                        kind.label(),
                        struck.isEmpty()
                                ? "0 of " + all.size()
                                : struck.size() + ", first " + describe(struck.getFirst()),
                        "0",
                        struck.isEmpty()));
            }
        }
        if (answersLost) {
            scene.add(ScenarioFigure.shown("CONFIRMED without seats, told by payments alone", toldByPaymentsAlone()));
        }
    }

    private String describe(EventSequence told) {
        return told.reservationId() + " " + told.events() + " " + reasons.getOrDefault(told.reservationId(), List.of());
    }
}
