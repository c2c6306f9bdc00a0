package com.traffictacos.reservation.worker.capacity;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * What an opening of ticket sales sends to the queue. Every reservation holds its seats for a minute and makes one expiry
 * then, paid or not, because nobody takes its timer back; whoever goes on to pay makes one payment event before. Seats of
 * holds that came to nothing are reserved by the next in line.
 *
 * @param requestsPerSecond at the front
 * @param reservationShare of those requests that ask for a reservation
 * @param length how long the requests last
 * @param stock reservations that the seats are enough for
 */
record TicketOpening(int requestsPerSecond, double reservationShare, Duration length, int stock) {

    /** Of a hundred reservations. */
    static final double APPROVED = 0.70;

    static final double PAYMENT_FAILED = 0.05;

    /** How long a hold lasts. */
    static final Duration HOLD = Duration.ofSeconds(60);

    private static final int PAYMENT_FROM = Ticks.of(Duration.ofSeconds(5));
    private static final int PAYMENT_TO = Ticks.of(Duration.ofSeconds(55));

    /** @param observed how long the queue is looked at */
    Arrivals arrivals(String name, Duration observed, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Arrivals arrivals = Arrivals.none(name, observed);
        int ticks = arrivals.ticks();
        int[] seatsBack = new int[ticks + 1];
        double wanted = 0;
        int seats = stock;
        for (int tick = 0; tick < Math.min(ticks, Ticks.of(length)); tick++) {
            seats += seatsBack[tick];
            wanted += requestsPerSecond * reservationShare / Ticks.PER_SECOND;
            int made = (int) Math.min(wanted, seats);
            // Who finds no seat goes away.
            wanted -= (int) wanted;
            seats -= made;
            for (int i = 0; i < made; i++) {
                int back = reservation(arrivals, tick, random);
                if (back <= ticks) {
                    seatsBack[back]++;
                }
            }
        }
        return arrivals;
    }

    /** One reservation's events; when its seats are free again, beyond the end if they are sold. */
    private static int reservation(Arrivals arrivals, int tick, SplittableRandom random) {
        int expiry = tick + Ticks.of(HOLD);
        arrivals.addDelayed(tick, expiry, 1);
        double fate = random.nextDouble();
        int payment = tick + random.nextInt(PAYMENT_FROM, PAYMENT_TO);
        if (fate < APPROVED + PAYMENT_FAILED) {
            arrivals.add(payment, 1);
        }
        if (fate < APPROVED) {
            return Integer.MAX_VALUE;
        }
        return fate < APPROVED + PAYMENT_FAILED ? payment : expiry;
    }
}
