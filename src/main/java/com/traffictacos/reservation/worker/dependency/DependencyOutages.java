package com.traffictacos.reservation.worker.dependency;

import com.traffictacos.reservation.worker.dependency.Circuit.Outage;
import com.traffictacos.reservation.worker.event.Dependency;
import com.traffictacos.reservation.worker.event.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.EventFailure;
import com.traffictacos.reservation.worker.event.InvalidEvent;
import com.traffictacos.reservation.worker.event.LeaseLost;
import com.traffictacos.reservation.worker.event.PermanentFailure;
import com.traffictacos.reservation.worker.event.Throttled;
import com.traffictacos.reservation.worker.event.TransientFailure;
import com.traffictacos.reservation.worker.handling.CallObserver.Operation;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;

/**
 * Which operations of the services are down, as the calls find them; one circuit for each operation. While one is down,
 * one trial call at a time goes out, 1, 2, then 4 s after the last one failed.
 *
 * <p>An operation is down when its service cannot be reached, when calls for different reservations fail without a
 * success between them, when it asks to wait, or when it refuses many reservations in the same way without a success
 * between them. Its own next success ends that.
 *
 * <p>Safe for use by any number of threads.
 */
@Singleton
public final class DependencyOutages {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int LONGEST_PAUSE_DOUBLINGS = 2;

    /** How a service stands; the ordinal is the value of the metric. */
    public enum State {
        /** It answers. */
        UP("closed"),
        /** A trial call finds out. */
        PROBING("half_open"),
        /** It is down; nothing is asked of it. */
        DOWN("open");

        private final String label;

        State(String label) {
            this.label = label;
        }

        /** The word in health data and in the admin API. */
        public String label() {
            return label;
        }
    }

    private static final Optional<Boolean> NOT_DOWN = Optional.of(false);

    private final OutageObserver observer;
    private final Clock clock;
    private final Map<Operation, Circuit> circuits = new EnumMap<>(Operation.class);
    // Read for each event; everything else is for the few moments when something has failed.
    private volatile boolean narrow;
    private volatile boolean any;
    private boolean probing;
    private Instant lastEnd = Instant.MIN;

    @Inject
    public DependencyOutages(OutageObserver observer, Clock clock) {
        this(observer, clock, DependencyOutages::jitteredPause);
    }

    /** @param pauses before the next trial, by the number of failures so far */
    public DependencyOutages(OutageObserver observer, Clock clock, IntFunction<Duration> pauses) {
        this.observer = observer;
        this.clock = clock;
        for (Operation operation : Operation.values()) {
            circuits.put(operation, new Circuit(pauses));
        }
    }

    private static Duration jitteredPause(int failures) {
        long millis = FIRST_PAUSE.toMillis() << Math.min(failures - 1, LONGEST_PAUSE_DOUBLINGS);
        return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis / 4 + 1));
    }

    /** Whether a call would be refused at this moment. Takes no lock unless something has failed. */
    boolean isOpen(Operation operation) {
        Circuit circuit = circuit(operation);
        if (circuit.isQuiet()) {
            return false;
        }
        synchronized (this) {
            return !circuit.isClosed(System.nanoTime());
        }
    }

    /**
     * Begins a call.
     *
     * @return whether it is the trial that finds out whether an outage is over; empty if the call must not be made
     */
    Optional<Boolean> enter(Operation operation) {
        Circuit circuit = circuit(operation);
        if (circuit.isQuiet()) {
            return NOT_DOWN;
        }
        synchronized (this) {
            long now = System.nanoTime();
            return circuit.isClosed(now) ? Optional.of(circuit.enter(now)) : Optional.empty();
        }
    }

    /** A trial has ended, in whatever way. */
    synchronized void trialEnded(Operation operation) {
        circuit(operation).trialEnded();
    }

    /** A call did what it was made for. */
    public void succeeded(Operation operation) {
        if (circuit(operation).isQuiet() && !any) {
            return;
        }
        List<Ended> ended = new ArrayList<>();
        synchronized (this) {
            circuit(operation).succeeded().ifPresent(outage -> ended.add(end(operation, outage)));
            // A service that answers one operation can be connected to.
            for (Operation other : Operation.values()) {
                boolean unreached = other.dependency() == operation.dependency()
                        && circuit(other)
                                .outage()
                                .filter(outage -> !outage.reached())
                                .isPresent();
                if (unreached) {
                    circuit(other).succeeded().ifPresent(outage -> ended.add(end(other, outage)));
                }
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
     * @param reservation that it was made for: failures of one reservation alone are no outage
     * @param trial whether {@link #enter} said so
     */
    void failed(Operation operation, String reservation, EventFailure why, boolean trial) {
        boolean begins;
        Optional<Ended> ended;
        synchronized (this) {
            Circuit circuit = circuit(operation);
            // Whatever a service refuses for good, it is not down.
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
        Circuit circuit = circuit(operation);
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
                                refusesElsewhere(operation, permanent.refusal().get()),
                                cause,
                                at,
                                now);
            case InvalidEvent ignored -> false;
            case LeaseLost ignored -> false;
        };
    }

    private boolean refusesElsewhere(Operation operation, String refusal) {
        return Arrays.stream(Operation.values())
                .anyMatch(other -> other.dependency() == operation.dependency() && refuses(other, refusal));
    }

    private void look() {
        any = circuits.values().stream().anyMatch(circuit -> circuit.outage().isPresent());
        narrow = circuits.values().stream().anyMatch(Circuit::narrowsPolling);
    }

    /** How a service stands at this moment: as its worst operation. */
    public State state(Dependency dependency) {
        return Arrays.stream(Operation.values())
                .filter(operation -> operation.dependency() == dependency)
                .map(this::state)
                .max(State::compareTo)
                .orElse(State.UP);
    }

    /** How an operation stands at this moment. */
    public synchronized State state(Operation operation) {
        if (circuit(operation).outage().isEmpty()) {
            return State.UP;
        }
        return probing || circuit(operation).isTrialOut() ? State.PROBING : State.DOWN;
    }

    /** Which operations of a service are down and why, for people to read; empty if none is. */
    public synchronized Optional<String> causes(Dependency dependency) {
        List<String> causes = new ArrayList<>();
        circuits.forEach((operation, circuit) -> circuit.outage()
                .filter(outage -> operation.dependency() == dependency)
                .ifPresent(outage -> causes.add(operation.label()
                        + (outage.refusal().isPresent() ? " refuses every call, " : " fails, ")
                        + outage.cause())));
        return causes.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", causes));
    }

    /** Whether an operation is down for whatever message: a failed call of it says nothing about its own. */
    public synchronized boolean excusesFailures(Operation operation) {
        return circuit(operation).excusesFailures();
    }

    /** Whether an operation refuses every call in that way. */
    public synchronized boolean refuses(Operation operation, String refusal) {
        return circuit(operation)
                .outage()
                .flatMap(Outage::refusal)
                .filter(refusal::equals)
                .isPresent();
    }

    /** Whether messages are received by probes alone. */
    public boolean narrowsPolling() {
        return narrow;
    }

    /** Whether a message that was sent at that time may have been returned to the queue because a service was down. */
    public synchronized boolean isAnySince(Instant sentAt) {
        return any || sentAt.isBefore(lastEnd);
    }

    /** The number of the operation's present run: of what has happened since its last success. */
    public synchronized long run(Operation operation) {
        return circuit(operation).run();
    }

    /** Whether a run of the operation has turned into an outage. */
    public synchronized boolean wasOutage(Operation operation, long run) {
        return circuit(operation).wasOutage(run);
    }

    /** Calls for a reservation that have failed since the operation last succeeded, for whatever reservation. */
    public synchronized int failedCalls(Operation operation, String reservation) {
        return circuit(operation).failedCalls(reservation);
    }

    /** The time until the next probe may go out; zero or less if it is now. */
    public synchronized Duration untilProbe() {
        long now = System.nanoTime();
        long nanos = circuits.values().stream()
                .filter(Circuit::narrowsPolling)
                .flatMap(circuit -> circuit.outage().stream())
                .mapToLong(outage -> outage.nextTrialNanos() - now)
                .max()
                .orElse(0);
        return Duration.ofNanos(nanos);
    }

    /** A message is received as a probe. */
    public synchronized void probeBegan() {
        probing = true;
        circuits.values().forEach(Circuit::probeBegan);
    }

    /** @param delivered whether there was a message, whose delivery has ended */
    public synchronized void probeEnded(boolean delivered) {
        probing = false;
        if (delivered) {
            long now = System.nanoTime();
            circuits.values().forEach(circuit -> circuit.probeEnded(now));
            look();
        }
    }

    private Circuit circuit(Operation operation) {
        Circuit circuit = circuits.get(operation);
        if (circuit == null) {
            throw new IllegalStateException("no circuit of " + operation);
        }
        return circuit;
    }
}
