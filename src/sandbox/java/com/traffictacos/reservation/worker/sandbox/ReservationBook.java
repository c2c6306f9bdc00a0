package com.traffictacos.reservation.worker.sandbox;

import com.traffictacos.reservation.worker.event.SeatSelection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The reservations and where they stand: from HOLD to exactly one of the three ends. Safe for use by any number of
 * threads.
 */
public final class ReservationBook {

    /** Contract section 3. */
    public enum BookStatus {
        HOLD,
        CONFIRMED,
        CANCELLED,
        EXPIRED
    }

    /** A reservation. */
    public record Entry(String reservationId, String concert, String userId, SeatSelection seats, BookStatus status) {

        Entry withStatus(BookStatus next) {
            return new Entry(reservationId, concert, userId, seats, next);
        }
    }

    /** What became of a change. */
    enum Transition {
        DONE,
        /** It has that status already. */
        REPEATED,
        /** It has come to another end. */
        ILLEGAL,
        UNKNOWN_RESERVATION
    }

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    /** Writes a reservation down, in place of what was there. */
    public void put(Entry entry) {
        entries.put(entry.reservationId(), entry);
    }

    public Optional<Entry> find(String reservationId) {
        return Optional.ofNullable(entries.get(reservationId));
    }

    Transition move(String reservationId, BookStatus target) {
        AtomicReference<Transition> result = new AtomicReference<>(Transition.UNKNOWN_RESERVATION);
        entries.computeIfPresent(reservationId, (id, entry) -> {
            if (entry.status() == target) {
                result.set(Transition.REPEATED);
            } else if (entry.status() != BookStatus.HOLD) {
                result.set(Transition.ILLEGAL);
            } else {
                result.set(Transition.DONE);
                return entry.withStatus(target);
            }
            return entry;
        });
        return result.get();
    }

    void forget(String reservationId) {
        entries.remove(reservationId);
    }
}
