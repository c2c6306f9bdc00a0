package com.traffictacos.reservation.worker.worker;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Keeps the {@link Balance}. Safe for use by any number of threads. */
@Singleton
public final class Ledger {

    private final LongAdder received = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder deadLettered = new LongAdder();
    private final LongAdder released = new LongAdder();
    private final LongAdder inHand = new LongAdder();
    // Written by the receive lanes, read by whoever asks for the worker's health.
    private volatile long lastReceiveNanos;
    private volatile boolean everReceived;

    void received(int messages) {
        received.add(messages);
        inHand.add(messages);
        lastReceiveNanos = System.nanoTime();
        everReceived = true;
    }

    void concluded(Outcome outcome) {
        inHand.decrement();
        account(outcome).increment();
    }

    /** Time since the queue last answered a receive, with messages or without; absent before the first answer. */
    public Optional<Duration> sinceLastReceive() {
        return everReceived ? Optional.of(Duration.ofNanos(System.nanoTime() - lastReceiveNanos)) : Optional.empty();
    }

    private LongAdder account(Outcome outcome) {
        return switch (outcome) {
            case SUCCESS, SKIPPED, IGNORED -> acknowledged;
            case RETRIED -> retried;
            case FAILED, INVALID_PAYLOAD, DOWNSTREAM_ERROR -> deadLettered;
            case DROPPED -> released;
        };
    }

    /** The books at this moment; exact when nothing is in motion. */
    public Balance balance() {
        return new Balance(
                received.sum(), acknowledged.sum(), retried.sum(), deadLettered.sum(), released.sum(), inHand.sum());
    }
}
