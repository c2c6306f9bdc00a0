package com.traffictacos.reservation.worker.worker;

import com.traffictacos.reservation.worker.event.Dependency;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which services are down, as the deliveries find them. While one is, no message is taken but one probe at a time; the
 * first delivery that it answers ends its outage.
 *
 * <p>Safe for use by any number of threads.
 */
@Singleton
public final class Outages {

    /** A service that has come back is found within this time, and a broken one sees no more than a probe a second. */
    private static final Backoff PROBES = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(4));

    /** No service is left alone for longer than this, whatever it asks for: it may have come back early. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** How a service stands; the ordinal is the value of the metric. */
    public enum State {
        /** It answers. */
        CLOSED,
        /** A probe finds out. */
        HALF_OPEN,
        /** It is down; nothing is asked of it. */
        OPEN
    }

    private final WorkerObserver observer;
    private final Clock clock;
    private final Backoff probes;
    private final Map<Dependency, Outage> outages = new EnumMap<>(Dependency.class);
    // Read for each event; everything else is for the few moments when a service is down.
    private volatile boolean any;
    private boolean probing;
    private Instant lastEnd = Instant.MIN;

    /** @param nextProbeNanos by {@link System#nanoTime()} */
    private record Outage(Instant since, int failures, long nextProbeNanos) {}

    @Inject
    public Outages(WorkerObserver observer, Clock clock) {
        this(observer, clock, PROBES);
    }

    /** @param probes the pauses before probes */
    Outages(WorkerObserver observer, Clock clock, Backoff probes) {
        this.observer = observer;
        this.clock = clock;
        this.probes = probes;
    }

    /** How a service stands at this moment. */
    public synchronized State state(Dependency dependency) {
        if (!outages.containsKey(dependency)) {
            return State.CLOSED;
        }
        return probing ? State.HALF_OPEN : State.OPEN;
    }

    /** Whether a service is down. */
    public boolean isAny() {
        return any;
    }

    /** Whether a message that was sent at that time may have been handed back because a service was down. */
    synchronized boolean isAnySince(Instant sentAt) {
        return !outages.isEmpty() || sentAt.isBefore(lastEnd);
    }

    /** A delivery found the service down. */
    void failed(Dependency dependency, Throwable why) {
        failed(dependency, why, Duration.ZERO);
    }

    /**
     * A delivery found the service down, or was asked to leave it alone.
     *
     * @param atLeast how long to leave it alone
     */
    void failed(Dependency dependency, Throwable why, Duration atLeast) {
        if (begin(dependency, atLeast)) {
            observer.outageBegan(dependency, why);
        }
    }

    /** Whether this is the first that is heard of it. */
    private synchronized boolean begin(Dependency dependency, Duration atLeast) {
        Outage known = outages.get(dependency);
        // Deliveries that were under way when it broke tell nothing new.
        if (known != null && !probing && atLeast.isZero()) {
            return false;
        }
        int failures = known == null ? 1 : known.failures() + (probing ? 1 : 0);
        Duration pause = longer(probes.jitteredDelay(failures), shorter(atLeast, LONGEST_PAUSE));
        Instant since = known == null ? clock.instant() : known.since();
        outages.put(dependency, new Outage(since, failures, System.nanoTime() + pause.toNanos()));
        any = true;
        return known == null;
    }

    /** A delivery got an answer from the service. */
    void answered(Dependency dependency) {
        if (any) {
            end(dependency).ifPresent(lasted -> observer.outageEnded(dependency, lasted));
        }
    }

    private synchronized Optional<Duration> end(Dependency dependency) {
        Outage outage = outages.remove(dependency);
        if (outage == null) {
            return Optional.empty();
        }
        lastEnd = clock.instant();
        any = !outages.isEmpty();
        return Optional.of(Duration.between(outage.since(), lastEnd));
    }

    /** The time until the next probe may go out; zero or less if it is now. */
    synchronized Duration untilProbe() {
        long now = System.nanoTime();
        long nanos = outages.values().stream()
                .mapToLong(outage -> outage.nextProbeNanos() - now)
                .max()
                .orElse(0);
        return Duration.ofNanos(nanos);
    }

    /** A probe goes out, or has come to its end. */
    synchronized void probing(boolean now) {
        probing = now;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
