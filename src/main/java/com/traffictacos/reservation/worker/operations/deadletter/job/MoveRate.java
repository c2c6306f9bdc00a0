package com.traffictacos.reservation.worker.operations.deadletter.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Spreads the moves of a job over time. Confined to one thread. */
final class MoveRate {

    private final int perSecond;
    private final Clock clock;
    private Instant next;

    /** @param perSecond the maximum rate, in dead letters per second */
    MoveRate(int perSecond, Clock clock) {
        this.perSecond = perSecond;
        this.clock = clock;
        this.next = clock.instant();
    }

    /** Takes the next place for so many dead letters, and tells how long it is until then. */
    Duration untilTurn(int deadLetters) {
        Instant now = clock.instant();
        Instant turn = next.isAfter(now) ? next : now;
        next = turn.plusNanos(deadLetters * Duration.ofSeconds(1).toNanos() / perSecond);
        return Duration.between(now, turn);
    }
}
