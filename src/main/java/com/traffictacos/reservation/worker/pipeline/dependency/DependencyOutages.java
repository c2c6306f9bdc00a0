package com.traffictacos.reservation.worker.pipeline.dependency;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.EventFailure;
import com.traffictacos.reservation.worker.event.failure.HoldNotExpired;
import com.traffictacos.reservation.worker.event.failure.InvalidEvent;
import com.traffictacos.reservation.worker.event.failure.LeaseLost;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.Throttled;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.CallObserver.Operation;
import com.traffictacos.reservation.worker.pipeline.delivery.OutageObserver;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
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
@Singleton
public final class DependencyOutages {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int LONGEST_PAUSE_DOUBLINGS = 2;

    /** The state of a service; the ordinal is the value of the metric. */
    public enum State {
        /** The service answers. */
        UP("closed"),
        /** A probe or a trial call finds out whether the service is up again. */
        PROBING("half_open"),
        /** The service is down; no call is made. */
        DOWN("open");

        private final String label;

        State(String label) {
            this.label = label;
        }

        /** The value in health data and in the admin API. */
        public String label() {
            return label;
        }
    }

    private static final Optional<Boolean> NOT_DOWN = Optional.of(false);

    private final OutageObserver observer;
    private final Clock clock;
    private final Circuits circuits;
    // Read per event. All other state is used only after a failure.
    private volatile boolean narrow;
    private volatile boolean any;
    private boolean probing;
    private Instant lastEnd = Instant.MIN;

    @Inject
    public DependencyOutages(OutageObserver observer, Clock clock) {
        this(observer, clock, DependencyOutages::jitteredPause);
    }

    /** @param pauses the pause before the next trial, by the number of failures so far */
    public DependencyOutages(OutageObserver observer, Clock clock, IntFunction<Duration> pauses) {
        this.observer = observer;
        this.clock = clock;
        this.circuits = new Circuits(pauses);
    }

    private static Duration jitteredPause(int failures) {
        long millis = FIRST_PAUSE.toMillis() << Math.min(failures - 1, LONGEST_PAUSE_DOUBLINGS);
        return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis / 4 + 1));
    }

    /** Whether a call would be refused at this moment. Takes no lock unless something has failed. */
    boolean isOpen(Operation operation) {
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
    Optional<Boolean> enter(Operation operation) {
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
    synchronized void trialEnded(Operation operation) {
        circuits.of(operation).trialEnded();
    }

    /** A call has just succeeded. */
    public void succeeded(Operation operation) {
        succeeded(operation, System.nanoTime());
    }

    /**
     * @param begun when the call began: the success of a call from before the first rejection does not show that
     *     rejections have ended
     */
    void succeeded(Operation operation, long begun) {
        if (circuits.of(operation).isQuiet() && !any) {
            return;
        }
        List<Ended> ended = new ArrayList<>();
        synchronized (this) {
            circuits.of(operation).succeeded(begun).ifPresent(outage -> ended.add(end(operation, outage)));
            // A service that answers one operation can be reached.
            for (Operation other : circuits.unreached(operation.dependency())) {
                circuits.of(other).succeeded(begun).ifPresent(outage -> ended.add(end(other, outage)));
            }
        }
        ended.forEach(this::report);
    }

    private record Ended(Operation operation, Duration lasted) {}

    private Ended end(Operation operation, Outage outage) {
        lastEnd = clock.instant();
        look();
        return new Ended(operation, Duration.between(outage.since(), lastEnd));
    }

    private void report(Ended ended) {
        observer.outageEnded(ended.operation(), ended.lasted());
    }

    /**
     * A call failed.
     *
     * @param reservation the reservation of the call: failures of a single reservation are not an outage
     * @param trial the result of {@link #enter}
     */
    void failed(Operation operation, String reservation, EventFailure why, boolean trial) {
        boolean begins;
        Optional<Ended> ended;
        synchronized (this) {
            Circuit circuit = circuits.of(operation);
            // A service that answers with a permanent rejection is not down.
            ended = why instanceof PermanentFailure
                    ? circuit.answered().map(outage -> end(operation, outage))
                    : Optional.empty();
            begins = note(operation, reservation, why, trial);
            look();
        }
        ended.ifPresent(this::report);
        if (begins) {
            observer.outageBegan(operation, why);
        }
    }

    private boolean note(Operation operation, String reservation, EventFailure why, boolean trial) {
        Circuit circuit = circuits.of(operation);
        String cause = why.detail();
        Instant at = clock.instant();
        long now = System.nanoTime();
        return switch (why) {
            case TransientFailure ignored -> circuit.failed(reservation, trial, cause, at, now);
            case DependencyUnavailable ignored -> circuit.unreachable(trial, cause, at, now);
            case Throttled throttled -> circuit.throttled(reservation, throttled.retryAfter(), cause, at, now);
            case PermanentFailure permanent ->
                permanent.refusal().isPresent()
                        && circuit.refused(
                                reservation,
                                permanent.refusal().get(),
                                trial,
                                circuits.refusesAny(
                                        operation.dependency(),
                                        permanent.refusal().get()),
                                cause,
                                at,
                                now);
            case InvalidEvent ignored -> false;
            case HoldNotExpired ignored -> false;
            case LeaseLost ignored -> false;
        };
    }

    private void look() {
        any = circuits.isAnyDown();
        narrow = circuits.narrowPolling();
    }

    /** The current state of a service: the worst state of its operations. */
    public State state(Dependency dependency) {
        return Circuits.operations(dependency)
                .map(this::state)
                .max(State::compareTo)
                .orElse(State.UP);
    }

    /** The current state of an operation. */
    public synchronized State state(Operation operation) {
        if (circuits.of(operation).outage().isEmpty()) {
            return State.UP;
        }
        return probing || circuits.of(operation).isTrialOut() ? State.PROBING : State.DOWN;
    }

    /** The operations of a service that are down, with the causes, for operators; empty if none is down. */
    public synchronized Optional<String> causes(Dependency dependency) {
        return circuits.causes(dependency);
    }

    /** Whether an operation is down for all messages, so that a failed call does not count against its message. */
    public synchronized boolean excusesFailures(Operation operation) {
        return circuits.of(operation).excusesFailures();
    }

    /** Whether an operation rejects every call with the given refusal. */
    public synchronized boolean refuses(Operation operation, String refusal) {
        return circuits.refuses(operation, refusal);
    }

    /** Whether messages are received only by probes. */
    public boolean narrowsPolling() {
        return narrow;
    }

    /** Whether a message that was sent at that time may have been returned to the queue because a service was down. */
    public synchronized boolean isAnySince(Instant sentAt) {
        return any || sentAt.isBefore(lastEnd);
    }

    /** The number of the operation's current run. A run is the period since the operation's last success. */
    public synchronized long run(Operation operation) {
        return circuits.of(operation).run();
    }

    /** Whether a run of the operation became an outage. */
    public synchronized boolean wasOutage(Operation operation, long run) {
        return circuits.of(operation).wasOutage(run);
    }

    /** The number of failed calls for a reservation since the operation last succeeded for any reservation. */
    public synchronized int failedCalls(Operation operation, String reservation) {
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
            look();
        }
    }
}
