package com.traffictacos.reservation.worker.handler;

import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.event.failure.EventFailure;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A reservation API in memory: like the real one, it allows a change only from HOLD. */
public final class FakeReservations implements Reservations {

    private final Map<ReservationId, Reservation> book = new HashMap<>();
    private final Deque<EventFailure> failuresOfChange = new ArrayDeque<>();
    private final Deque<EventFailure> failuresOfFind = new ArrayDeque<>();
    private final List<String> calls;
    private Runnable beforeChange = () -> {};
    private Optional<Instant> holdEnds = Optional.empty();

    /** @param calls receives each call, in the order of calls over all fakes */
    public FakeReservations(List<String> calls) {
        this.calls = calls;
    }

    public void put(String id, ReservationStatus status) {
        put(id, status, Optional.of(new ConcertId("concert")), Optional.of(SeatSelection.ofSeats(List.of("A1"))));
    }

    public void put(String id, ReservationStatus status, Optional<ConcertId> concert, Optional<SeatSelection> seats) {
        ReservationId reservationId = new ReservationId(id);
        book.put(reservationId, new Reservation(reservationId, status, concert, seats, Optional.of("user"), holdEnds));
    }

    /** Adds a reservation that is held until the given time. */
    public void putHold(String id, Instant holdExpiresAt) {
        holdEnds = Optional.of(holdExpiresAt);
        put(id, ReservationStatus.HOLD);
    }

    public void failNextChange(EventFailure failure) {
        failuresOfChange.add(failure);
    }

    public void failNextFind(EventFailure failure) {
        failuresOfFind.add(failure);
    }

    /** Runs the given action, a change by another client, right before the next changes are evaluated. */
    public void beforeChange(Runnable other) {
        beforeChange = other;
    }

    @Override
    public ChangeResult change(ReservationId reservationId, StatusChange change) {
        calls.add("change to " + change.target());
        throwFirst(failuresOfChange);
        beforeChange.run();
        Reservation known = known(reservationId);
        if (known.status() != ReservationStatus.HOLD) {
            return new ChangeResult.Conflict();
        }
        put(reservationId.value(), change.target(), known.eventId(), known.seats());
        return new ChangeResult.Changed(Optional.of("order-" + reservationId));
    }

    @Override
    public Reservation find(ReservationId reservationId) {
        calls.add("find");
        throwFirst(failuresOfFind);
        return known(reservationId);
    }

    private Reservation known(ReservationId reservationId) {
        return Optional.ofNullable(book.get(reservationId))
                .orElseThrow(() -> new PermanentFailure(FailureReason.RESERVATION_NOT_FOUND, "unknown reservation"));
    }

    private static void throwFirst(Deque<EventFailure> failures) {
        EventFailure failure = failures.poll();
        if (failure != null) {
            throw failure;
        }
    }
}
