package com.traffictacos.reservation.worker.handler;

import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.handler.Reservations.Reservation;
import java.util.Optional;
import java.util.function.Supplier;

/** The concert and the seats for the inventory step of a payment event. */
record SeatTarget(ConcertId eventId, SeatSelection seats) {

    /**
     * Takes concert and seats from the event; the reservation supplies what the event does not name.
     *
     * @param reservation called only if something is missing
     * @return empty if neither the event nor the reservation names the concert, or neither names the seats
     */
    static Optional<SeatTarget> of(
            ReservationEvent event, Optional<SeatSelection> seats, Supplier<Reservation> reservation) {
        Optional<SeatTarget> named = both(event.concert(), seats);
        if (named.isPresent()) {
            return named;
        }
        Reservation found = reservation.get();
        return both(event.concert().or(found::eventId), seats.or(found::seats));
    }

    private static Optional<SeatTarget> both(Optional<ConcertId> eventId, Optional<SeatSelection> seats) {
        return eventId.flatMap(concert -> seats.map(selection -> new SeatTarget(concert, selection)));
    }
}
