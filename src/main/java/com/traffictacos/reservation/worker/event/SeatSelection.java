package com.traffictacos.reservation.worker.event;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The seats of a reservation: a list of named seats, or a number of seats without names (standing area).
 *
 * @param seatIds empty when the seats have no names; otherwise at most {@value #MAX_SEATS}, none blank, no duplicates
 * @param quantity 1 to {@value #MAX_SEATS}; equal to the number of named seats if there are any (contract section 1)
 */
public record SeatSelection(List<String> seatIds, int quantity) {

    /** The maximum number of seats in one reservation. */
    public static final int MAX_SEATS = 100;

    /** @throws IllegalArgumentException if a rule above is broken; the exception message does not repeat a seat id */
    public SeatSelection {
        seatIds = List.copyOf(seatIds);
        if (quantity < 1 || quantity > MAX_SEATS) {
            throw new IllegalArgumentException("quantity must be 1 to " + MAX_SEATS + ", is " + quantity);
        }
        if (!seatIds.isEmpty() && seatIds.size() != quantity) {
            throw new IllegalArgumentException(seatIds.size() + " seats named, quantity is " + quantity);
        }
        Set<String> seen = new HashSet<>();
        for (String seatId : seatIds) {
            if (seatId.isBlank()) {
                throw new IllegalArgumentException("a seat id is blank");
            }
            if (!seen.add(seatId)) {
                throw new IllegalArgumentException("a seat is named twice");
            }
        }
    }

    /** Named seats; their number is the quantity. */
    public static SeatSelection ofSeats(List<String> seatIds) {
        return new SeatSelection(seatIds, seatIds.size());
    }

    /** The given number of seats without names. */
    public static SeatSelection ofQuantity(int quantity) {
        return new SeatSelection(List.of(), quantity);
    }
}
