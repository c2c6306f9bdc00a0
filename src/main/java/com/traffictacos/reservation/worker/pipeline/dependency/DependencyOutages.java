package com.traffictacos.reservation.worker.pipeline.dependency;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.EventFailure;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.pipeline.delivery.OutageObserver;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Finds out from the results of calls which operations of the services are down, with one circuit breaker per
 * operation. While an operation is down, one trial call at a time is made, 1, 2, then 4 s after the last one failed.
 *
 * <p>An operation is down when its service cannot be reached, when calls for different reservations fail without a
 * success between them, when the service throttles, or when it rejects many reservations in the same way without a
 * success between them. The next success of the same operation ends the outage.
 *
 * <p>Safe for use by any number of threads.
 */
@SingletonBean
public final class DependencyOutages {

    private static final Optional<Boolean> NOT_DOWN = Optional.of(false);

    private final OutageObserver observer;
    private final Clock clock;
    private final Circuits circuits;
    // Read per event. All other state is used only after a failure.
    private final OutageSummary summary = new OutageSummary();
    private boolean probing;

    @Inject
    public DependencyOutages(OutageObserver observer, Clock clock) {
        this(observer, clock, TrialPause::jittered);
    }

    /** @param pauses the pause before the next trial, by the number of failures so far */
    public DependencyOutages(OutageObserver observer, Clock clock, IntFunction<Duration> pauses) {
        this.observer = observer;
        this.clock = clock;
        this.circuits = new Circuits(pauses);
    }

    /** Whether a call would be refused at this moment. Takes no lock unless something has failed. */
    boolean isOpen(ServiceCall operation) {
        Circuit circuit = circuits.of(operation);
        if (circuit.isQuiet()) {
            return false;
        }
        synchronized (this) {
            return !circuit.isClosed(System.nanoTime());
        }
    }

    /**
     * Starts a call.
     *
     * @return whether the call is the trial that finds out whether an outage is over; empty if the call must not be
     *     made
     */
    Optional<Boolean> enter(ServiceCall operation) {
        Circuit circuit = circuits.of(operation);
        if (circuit.isQuiet()) {
            return NOT_DOWN;
        }
        synchronized (this) {
            long now = System.nanoTime();
            return circuit.isClosed(now) ? Optional.of(circuit.enter(now)) : Optional.empty();
        }
    }

    /** A trial has ended, with or without a success. */
    synchronized void trialEnded(ServiceCall operation) {
        circuits.of(operation).trialEnded();
    }

    /** A call has just succeeded. */
    public void succeeded(ServiceCall operation) {
        succeeded(operation, System.nanoTime());
    }

    /**
     * @param begun when the call began: the success of a call from before the first rejection does not show that
     *     rejections have ended
     */
    void succeeded(ServiceCall operation, long begun) {
        if (circuits.of(operation).isQuiet() && !summary.isAny()) {
            return;
        }
        EndedOutages ended;
        synchronized (this) {
            ended = summary.ended(circuits.succeeded(operation, begun), circuits, clock);
        }
        ended.report(observer);
    }

    /**
     * A call failed.
     *
     * @param reservation the reservation of the call: failures of a single reservation are not an outage
     * @param trial the result of {@link #enter}
     */
    void failed(ServiceCall operation, String reservation, EventFailure why, boolean trial) {
        boolean begins;
        EndedOutages ended;
        synchronized (this) {
            ended = summary.ended(circuits.answered(operation, why), circuits, clock);
            begins = circuits.failed(operation, reservation, why, trial, clock.instant());
            summary.update(circuits);
        }
        ended.report(observer);
        if (begins) {
            observer.outageBegan(operation, why);
        }
    }

    /** The current state of a service: the worst state of its operations. */
    public DependencyState state(Dependency dependency) {
        return Circuits.operations(dependency)
                .map(this::state)
                .max(DependencyState::compareTo)
                .orElse(DependencyState.UP);
    }

    /** The current state of an operation. */
    public synchronized DependencyState state(ServiceCall operation) {
        if (circuits.of(operation).outage().isEmpty()) {
            return DependencyState.UP;
        }
        return probing || circuits.of(operation).isTrialOut() ? DependencyState.PROBING : DependencyState.DOWN;
    }

    /** The operations of a service that are down, with the causes, for operators; empty if none is down. */
    public synchronized Optional<String> causes(Dependency dependency) {
        return circuits.causes(dependency);
    }

    /** Whether an operation is down for all messages, so that a failed call does not count against its message. */
    public synchronized boolean excusesFailures(ServiceCall operation) {
        return circuits.of(operation).excusesFailures();
    }

    /** Whether an operation rejects every call with the given refusal. */
    public synchronized boolean refuses(ServiceCall operation, String refusal) {
        return circuits.refuses(operation, refusal);
    }

    /** Whether messages are received only by probes. */
    public boolean isProbeOnly() {
        return summary.isProbeOnly();
    }

    /** Whether a message that was sent at that time may have been returned to the queue because a service was down. */
    public synchronized boolean isAnySince(Instant sentAt) {
        return summary.isAnySince(sentAt);
    }

    /** The number of the operation's current run. A run is the period since the operation's last success. */
    public synchronized long run(ServiceCall operation) {
        return circuits.of(operation).run();
    }

    /** Whether a run of the operation became an outage. */
    public synchronized boolean wasOutage(ServiceCall operation, long run) {
        return circuits.of(operation).wasOutage(run);
    }

    /** The number of failed calls for a reservation since the operation last succeeded for any reservation. */
    public synchronized int failedCalls(ServiceCall operation, String reservation) {
        return circuits.of(operation).failedCalls(reservation);
    }

    /** The time until the next probe may start; zero or less if it may start now. */
    public synchronized Duration untilProbe() {
        return circuits.untilProbe(System.nanoTime());
    }

    /** A probe receives a message. */
    public synchronized void probeBegan() {
        probing = true;
        circuits.stream().forEach(Circuit::probeBegan);
    }

    /** @param delivered whether the probe received a message, whose delivery has ended */
    public synchronized void probeEnded(boolean delivered) {
        probing = false;
        if (delivered) {
            long now = System.nanoTime();
            circuits.stream().forEach(circuit -> circuit.probeEnded(now));
            summary.update(circuits);
        }
    }
}
