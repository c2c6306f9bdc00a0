package com.traffictacos.reservation.worker.faults;

import static com.traffictacos.reservation.worker.event.EventType.PAYMENT_APPROVED;
import static com.traffictacos.reservation.worker.event.EventType.PAYMENT_FAILED;
import static com.traffictacos.reservation.worker.event.EventType.RESERVATION_EXPIRED;
import static com.traffictacos.reservation.worker.event.failure.FailureReason.COMMIT_FAILED_EXPIRED;
import static com.traffictacos.reservation.worker.event.failure.FailureReason.PAID_BUT_NOT_HELD;
import static com.traffictacos.reservation.worker.event.failure.FailureReason.RELEASED_BUT_CONFIRMED;
import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.faults.EndStateChecker.Wrong;
import com.traffictacos.reservation.worker.fixture.Events;
import com.traffictacos.reservation.worker.fixture.Shape;
import com.traffictacos.reservation.worker.sandbox.DeadLetters.DeadLetter;
import com.traffictacos.reservation.worker.sandbox.PlannedReservation;
import com.traffictacos.reservation.worker.sandbox.ReservationBook.BookStatus;
import com.traffictacos.reservation.worker.sandbox.ReservationBook.Entry;
import com.traffictacos.reservation.worker.sandbox.ReservationScript;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The judge of the orders finds what it is there to find. */
class EndStateCheckerTest {

    private static final EventSequence EXPIRED_AND_PAID =
            EventSequence.of("rsv_1", List.of(RESERVATION_EXPIRED, PAYMENT_APPROVED), true);

    private static SandboxWorld world;

    @BeforeAll
    static void open() {
        world = SandboxWorld.start();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    /** The book as given, the seats still held. */
    private static Set<Wrong> check(
            EventSequence recorded, BookStatus status, boolean markFirst, FailureReason... deadLetters) {
        world.generator().hold(recorded.reservationId(), recorded.concert(), recorded.seats());
        world.reservationApi()
                .book()
                .put(new Entry(recorded.reservationId(), recorded.concert(), "usr_1", recorded.seats(), status));
        return check(recorded, markFirst, deadLetters);
    }

    private static Set<Wrong> check(EventSequence recorded, boolean markFirst, FailureReason... deadLetters) {
        return check(recorded, markFirst, false, deadLetters);
    }

    private static Set<Wrong> check(
            EventSequence recorded, boolean markFirst, boolean answersLost, FailureReason... deadLetters) {
        List<DeadLetter> all = Arrays.stream(deadLetters)
                .map(reason -> new DeadLetter(
                        reason.name(),
                        Shape.FLAT.render(Events.expired(recorded.reservationId())),
                        Map.of("failure_reason", reason.word())))
                .toList();
        return new EndStateChecker(world, markFirst, answersLost, all).check(recorded);
    }

    /** A reservation that stands as the story's does before its events. */
    private static EventSequence entered(ReservationScript story, EventSequence recorded) {
        PlannedReservation planned = new PlannedReservation(
                recorded.reservationId(), recorded.concert(), "usr_1", recorded.seats(), story, List.of());
        world.generator().send(planned);
        return recorded;
    }

    @Test
    void findsAReservationThatNothingHasMoved() {
        assertThat(check(EXPIRED_AND_PAID, BookStatus.HOLD, true)).contains(Wrong.STATUS);
    }

    @Test
    void findsAnEndThatNothingTellsOf() {
        assertThat(check(EXPIRED_AND_PAID, BookStatus.CANCELLED, true)).contains(Wrong.STATUS);
    }

    @Test
    void findsAnEndOfALaterEventWhereTheyCameInOrder() {
        EventSequence inOrder = EventSequence.of("rsv_2", List.of(PAYMENT_FAILED, PAYMENT_APPROVED), false);

        assertThat(check(inOrder, BookStatus.CONFIRMED, true)).contains(Wrong.STATUS);
    }

    @Test
    void findsConfirmedWithoutSeats() {
        assertThat(check(EXPIRED_AND_PAID, BookStatus.CONFIRMED, true)).containsExactly(Wrong.SEATS_GONE);
    }

    @Test
    void findsASilentRace() {
        assertThat(check(EXPIRED_AND_PAID, BookStatus.CONFIRMED, false)).contains(Wrong.SILENT, Wrong.NOT_NAMED);
    }

    @Test
    void findsARaceThatOnlyThePaymentTellsOf() {
        assertThat(check(EXPIRED_AND_PAID, BookStatus.CONFIRMED, false, COMMIT_FAILED_EXPIRED))
                .containsExactly(Wrong.NOT_NAMED);
    }

    @Test
    void acceptsItWhereTheAnswerToTheReleaseWasLost() {
        check(EXPIRED_AND_PAID, BookStatus.CONFIRMED, false);

        assertThat(check(EXPIRED_AND_PAID, false, true, COMMIT_FAILED_EXPIRED)).isEmpty();
        assertThat(check(EXPIRED_AND_PAID, false, true)).contains(Wrong.SILENT, Wrong.DEAD_LETTERS);
    }

    @Test
    void acceptsARaceThatBothTellOf() {
        assertThat(check(EXPIRED_AND_PAID, BookStatus.CONFIRMED, false, COMMIT_FAILED_EXPIRED, RELEASED_BUT_CONFIRMED))
                .isEmpty();
    }

    @Test
    void findsSeatsThatWereNotGivenBack() {
        assertThat(check(EXPIRED_AND_PAID, BookStatus.EXPIRED, true, PAID_BUT_NOT_HELD))
                .containsExactly(Wrong.NOT_GIVEN_BACK);
    }

    @Test
    void findsAPaymentWithoutALetter() {
        EventSequence recorded =
                entered(ReservationScript.PAID_TOO_LATE, EventSequence.of("rsv_3", EXPIRED_AND_PAID.events(), true));

        assertThat(check(recorded, true)).containsExactly(Wrong.DEAD_LETTERS);
        assertThat(check(recorded, true, PAID_BUT_NOT_HELD)).isEmpty();
        assertThat(check(recorded, true, PAID_BUT_NOT_HELD, PAID_BUT_NOT_HELD)).containsExactly(Wrong.DEAD_LETTERS);
    }

    @Test
    void findsALetterAboutSeatsThatWereSold() {
        EventSequence recorded = entered(
                ReservationScript.EXPIRES_AFTER_PAYMENT, EventSequence.of("rsv_4", EXPIRED_AND_PAID.events(), true));

        assertThat(check(recorded, false)).isEmpty();
        assertThat(check(recorded, false, RELEASED_BUT_CONFIRMED)).containsExactly(Wrong.DEAD_LETTERS);
        assertThat(check(recorded, false, true, RELEASED_BUT_CONFIRMED)).isEmpty();
        assertThat(check(recorded, false, true, PAID_BUT_NOT_HELD)).containsExactly(Wrong.DEAD_LETTERS);
    }

    @Test
    void tellsEveryOrderOnce() {
        assertThat(EventSequence.orders())
                .hasSize(267)
                .doesNotHaveDuplicates()
                .allSatisfy(order -> assertThat(order).hasSizeBetween(2, 6));
    }
}
