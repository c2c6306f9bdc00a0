package com.traffictacos.reservation.worker.sandbox;

import com.traffictacos.reservation.worker.event.SeatSelection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The seats of all concerts. Changes are conditional and all-or-nothing, like the transactions of a store with
 * conditional writes: each seat of a request must be in the state that the change starts from.
 *
 * <p>Safe for use by any number of threads.
 */
public final class SeatStock {

    /** Where a seat stands. */
    public enum SeatState {
        AVAILABLE,
        RESERVED,
        SOLD
    }

    /** What became of a change; each is the answer's status by another name. */
    enum Outcome {
        DONE,
        /** An earlier call has done it. */
        REPEATED,
        /** There is no hold of that reservation, or it was sold since. */
        NO_HOLD,
        /** The seats are free: the hold had run out. */
        GONE,
        /** Somebody else has the seats. */
        TAKEN,
        /** The request does not name what the reservation holds. */
        MISMATCH,
        UNKNOWN_SEAT
    }

    /** @param seatIds the seats that changed hands; empty for seats without names */
    record Change(Outcome outcome, List<String> seatIds) {}

    private record Seat(SeatState state, String holder) {
        static final Seat FREE = new Seat(SeatState.AVAILABLE, "");
    }

    private record Hold(String concert, SeatSelection seats, SeatState state) {}

    // Both guarded by this. A hold that was released stays known as AVAILABLE, which is what makes repeats
    // recognisable.
    private final Map<String, Map<String, Seat>> seatsByConcert = new HashMap<>();
    private final Map<String, Hold> holds = new HashMap<>();
    private boolean reselling;

    /** Puts seats on sale. */
    public synchronized void open(String concert, List<String> seatIds) {
        Map<String, Seat> seats = seatsByConcert.computeIfAbsent(concert, key -> new HashMap<>());
        seatIds.forEach(seatId -> seats.putIfAbsent(seatId, Seat.FREE));
    }

    /** Whether seats that are given back are sold to somebody else at once from now on, as in a run on a concert. */
    public synchronized void resellWhatIsReleased(boolean resell) {
        reselling = resell;
    }

    /** Holds free seats for a reservation. Seats without names are never short. */
    synchronized Change reserve(String reservationId, String concert, SeatSelection wanted) {
        Hold hold = holds.get(reservationId);
        if (hold != null && hold.state() == SeatState.RESERVED) {
            return new Change(Outcome.REPEATED, hold.seats().seatIds());
        }
        for (String seatId : wanted.seatIds()) {
            Seat seat = seat(concert, seatId);
            if (seat == null) {
                return new Change(Outcome.UNKNOWN_SEAT, List.of());
            }
            if (seat.state() != SeatState.AVAILABLE) {
                return new Change(Outcome.TAKEN, List.of());
            }
        }
        return move(reservationId, new Hold(concert, wanted, SeatState.RESERVED));
    }

    /** Frees the seats that the reservation holds; never seats that it has bought. */
    synchronized Change release(String reservationId, String concert, SeatSelection named) {
        Hold hold = holds.get(reservationId);
        if (hold == null || !hold.concert().equals(concert) || hold.state() == SeatState.SOLD) {
            return new Change(Outcome.NO_HOLD, List.of());
        }
        if (hold.state() == SeatState.AVAILABLE) {
            return new Change(Outcome.REPEATED, List.of());
        }
        if (!isSame(named, hold.seats())) {
            return new Change(Outcome.MISMATCH, List.of());
        }
        Change freed = move(reservationId, new Hold(concert, hold.seats(), SeatState.AVAILABLE));
        if (reselling) {
            move(reservationId + ".next", new Hold(concert, hold.seats(), SeatState.SOLD));
        }
        return freed;
    }

    /** Sells the seats that the reservation holds. */
    synchronized Change commit(String reservationId, String concert, SeatSelection named) {
        Hold hold = holds.get(reservationId);
        if (hold == null || !hold.concert().equals(concert) || hold.state() == SeatState.AVAILABLE) {
            return new Change(refusal(reservationId, concert, named), List.of());
        }
        if (!isSame(named, hold.seats())) {
            return new Change(Outcome.MISMATCH, List.of());
        }
        if (hold.state() == SeatState.SOLD) {
            return new Change(Outcome.REPEATED, hold.seats().seatIds());
        }
        return move(reservationId, new Hold(concert, hold.seats(), SeatState.SOLD));
    }

    private Outcome refusal(String reservationId, String concert, SeatSelection named) {
        for (String seatId : named.seatIds()) {
            Seat seat = seat(concert, seatId);
            if (seat == null) {
                return Outcome.UNKNOWN_SEAT;
            }
            if (seat.state() != SeatState.AVAILABLE && !seat.holder().equals(reservationId)) {
                return Outcome.TAKEN;
            }
        }
        return Outcome.GONE;
    }

    private Change move(String reservationId, Hold hold) {
        holds.put(reservationId, hold);
        Seat seat = hold.state() == SeatState.AVAILABLE ? Seat.FREE : new Seat(hold.state(), reservationId);
        Map<String, Seat> seats = seatsByConcert.computeIfAbsent(hold.concert(), key -> new HashMap<>());
        hold.seats().seatIds().forEach(seatId -> seats.put(seatId, seat));
        return new Change(Outcome.DONE, hold.seats().seatIds());
    }

    /** A number alone may stand for named seats; names must be the names. */
    private static boolean isSame(SeatSelection named, SeatSelection held) {
        return named.quantity() == held.quantity()
                && (named.seatIds().isEmpty() || Set.copyOf(named.seatIds()).containsAll(held.seatIds()));
    }

    private @Nullable Seat seat(String concert, String seatId) {
        return seatsByConcert.getOrDefault(concert, Map.of()).get(seatId);
    }

    /** Which of the seats are free, in the given order. */
    synchronized List<String> available(String concert, List<String> seatIds) {
        List<String> free = new ArrayList<>();
        for (String seatId : seatIds) {
            Seat seat = seat(concert, seatId);
            if (seat != null && seat.state() == SeatState.AVAILABLE) {
                free.add(seatId);
            }
        }
        return free;
    }

    /** Where a named seat stands. */
    public synchronized Optional<SeatState> state(String concert, String seatId) {
        return Optional.ofNullable(seat(concert, seatId)).map(Seat::state);
    }

    /** The reservation that holds or has bought a named seat. */
    public synchronized Optional<String> holder(String concert, String seatId) {
        return Optional.ofNullable(seat(concert, seatId)).map(Seat::holder).filter(holder -> !holder.isEmpty());
    }

    /** Where the seats of a reservation stand; AVAILABLE after a release. */
    public synchronized Optional<SeatState> stateOf(String reservationId) {
        return Optional.ofNullable(holds.get(reservationId)).map(Hold::state);
    }

    /** Forgets a reservation and its seats, so that a run without end does not fill the memory. */
    synchronized void forget(String reservationId) {
        Hold hold = holds.remove(reservationId);
        if (hold == null) {
            return;
        }
        Map<String, Seat> seats = seatsByConcert.getOrDefault(hold.concert(), new HashMap<>());
        for (String seatId : hold.seats().seatIds()) {
            Seat seat = seats.getOrDefault(seatId, Seat.FREE);
            if (seat.state() == SeatState.AVAILABLE || seat.holder().equals(reservationId)) {
                seats.remove(seatId);
            }
        }
    }
}
