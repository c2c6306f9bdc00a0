package com.traffictacos.reservation.worker.pipeline.delivery;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Keeps the {@link DeliveryBalance}. Safe for use by any number of threads. */
@Singleton
public final class DeliveryLedger {

    private final LongAdder received = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder deadLettered = new LongAdder();
    private final LongAdder released = new LongAdder();
    private final LongAdder inHand = new LongAdder();
    // Written by the receive lanes, read by whoever asks for the worker's health.
    private volatile long lastReceiveNanos;
    private volatile boolean everReceived;

    // Read by whoever asks how long nothing has ended.
    private volatile long lastConclusionNanos;
    private volatile boolean anyConcluded;

    void received(int messages) {
        received.add(messages);
        inHand.add(messages);
        lastReceiveNanos = System.nanoTime();
        everReceived = true;
    }

    void concluded(Outcome outcome) {
        inHand.decrement();
        account(outcome).increment();
        lastConclusionNanos = System.nanoTime();
        anyConcluded = true;
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

    /** Time since a delivery last came to its end; empty if none has yet. */
    public Optional<Duration> sinceLastConclusion() {
        return anyConcluded ? Optional.of(Duration.ofNanos(System.nanoTime() - lastConclusionNanos)) : Optional.empty();
    }

    /** The books at this moment; exact when nothing is in motion. */
    public DeliveryBalance balance() {
        return new DeliveryBalance(
                received.sum(), acknowledged.sum(), retried.sum(), deadLettered.sum(), released.sum(), inHand.sum());
    }
}
