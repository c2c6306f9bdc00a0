package com.traffictacos.reservation.worker.sandbox;

import com.traffictacos.reservation.worker.event.SeatSelection;

/**
 * How one reservation must end.
 *
 * @param seats those that the story is about
 * @param seatHolder who holds or has bought the named seats in the end; empty when they are free
 */
public record Expectation(
        String reservationId, String concert, SeatSelection seats, ReservationScript story, String seatHolder) {}
