package com.traffictacos.reservation.worker.handler;

import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.handler.Reservations.Reservation;
import java.util.Optional;
import java.util.function.Supplier;

/** Which seats of which concert the inventory step of a payment event is about. */
record SeatTarget(ConcertId eventId, SeatSelection seats) {

    /**
     * The event's own words where it names concert and seats; otherwise the reservation fills in what is missing.
     *
     * @param reservation asked only if something is missing
     * @return nothing if concert or seats are named by neither
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
