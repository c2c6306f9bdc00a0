package com.traffictacos.reservation.worker.capacity;

import java.time.Duration;

/** When how many events come into the queue. */
final class Arrivals {

    private final String name;
    private final int[] byTick;
    private final int[] delayed;

    private Arrivals(String name, int[] byTick, int[] delayed) {
        this.name = name;
        this.byTick = byTick;
        this.delayed = delayed;
    }

    /** For as long as it is said to take, and no longer. */
    static Arrivals none(String name, Duration length) {
        return new Arrivals(name, new int[Ticks.of(length)], new int[Ticks.of(length)]);
    }

    /**
     * The same, so much later.
     *
     * @param length how long the queue is looked at altogether
     */
    Arrivals later(Duration by, Duration length) {
        Arrivals later = none(name, length);
        System.arraycopy(byTick, 0, later.byTick, Ticks.of(by), byTick.length);
        System.arraycopy(delayed, 0, later.delayed, Ticks.of(by), delayed.length);
        return later;
    }

    /** All at once, when nobody expects any. */
    static Arrivals atOnce(String name, int events, Duration length) {
        return none(name, length).add(Ticks.of(Duration.ofSeconds(7)), events);
    }

    Arrivals add(int tick, int events) {
        if (tick < byTick.length) {
            byTick[tick] += events;
        }
        return this;
    }

    /** An event that comes at a tick, and could lie in the queue, delayed, from an earlier one on. */
    Arrivals addDelayed(int sent, int tick, int events) {
        for (int i = sent; i < Math.min(tick, delayed.length); i++) {
            delayed[i] += events;
        }
        return add(tick, events);
    }

    /** How many would be delayed in the queue at a tick. */
    int delayed(int tick) {
        return tick < delayed.length ? delayed[tick] : 0;
    }

    String name() {
        return name;
    }

    int at(int tick) {
        return tick < byTick.length ? byTick[tick] : 0;
    }

    /** Within the second that ends with a tick. */
    int withinSecondBefore(int tick) {
        int sum = 0;
        for (int i = Math.max(0, tick - Ticks.PER_SECOND + 1); i <= tick; i++) {
            sum += at(i);
        }
        return sum;
    }

    int ticks() {
        return byTick.length;
    }

    int total() {
        int total = 0;
        for (int events : byTick) {
            total += events;
        }
        return total;
    }

    /** The most within a second. */
    int peak() {
        int peak = 0;
        for (int tick = Ticks.PER_SECOND - 1; tick < byTick.length; tick += Ticks.PER_SECOND) {
            peak = Math.max(peak, withinSecondBefore(tick));
        }
        return peak;
    }

    int lastTick() {
        int last = 0;
        for (int tick = 0; tick < byTick.length; tick++) {
            if (byTick[tick] > 0) {
                last = tick;
            }
        }
        return last;
    }
}
