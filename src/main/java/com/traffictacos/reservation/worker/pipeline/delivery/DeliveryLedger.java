package com.traffictacos.reservation.worker.pipeline.delivery;

import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Keeps the {@link DeliveryBalance}. Safe for use by any number of threads. */
@SingletonBean
public final class DeliveryLedger {

    private final LongAdder received = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder deadLettered = new LongAdder();
    private final LongAdder released = new LongAdder();
    private final LongAdder inFlight = new LongAdder();
    // Written by the pollers, read by health checks.
    private volatile long lastReceiveNanos;
    private volatile boolean everReceived;

    // Read to find out how long no delivery has been concluded.
    private volatile long lastConclusionNanos;
    private volatile boolean anyConcluded;

    /** Messages were received. */
    public void received(int messages) {
        received.add(messages);
        inFlight.add(messages);
        lastReceiveNanos = System.nanoTime();
        everReceived = true;
    }

    /** A delivery has ended. Called exactly once for each received message. */
    public void concluded(Outcome outcome) {
        inFlight.decrement();
        account(outcome).increment();
        lastConclusionNanos = System.nanoTime();
        anyConcluded = true;
    }

    /** The time since the queue last answered a receive, with or without messages; empty before the first answer. */
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

    /** The time since a delivery was last concluded; empty if none has been. */
    public Optional<Duration> sinceLastConclusion() {
        return anyConcluded ? Optional.of(Duration.ofNanos(System.nanoTime() - lastConclusionNanos)) : Optional.empty();
    }

    /** The totals at this moment; exact while no delivery starts or ends. */
    public DeliveryBalance balance() {
        return new DeliveryBalance(
                received.sum(), acknowledged.sum(), retried.sum(), deadLettered.sum(), released.sum(), inFlight.sum());
    }
}
