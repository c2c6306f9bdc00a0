package com.traffictacos.reservation.worker.pipeline.dependency;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * The circuit of one operation. Guarded by the lock of {@link DependencyOutages}, except {@link #isQuiet()}.
 *
 * <p>A run is what has happened since the operation last succeeded. Runs are numbered, so that a failure can be judged
 * later, when it is known how its run ended: by a success, or in an outage.
 */
final class Circuit {

    /** Probes in a row that did not need the operation. After them it narrows polling no longer. */
    private static final int UNUSED_PROBES = 10;

    /** No service is left alone for longer than this, whatever it asks for: it may have come back early. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private static final int REMEMBERED = 1_000;

    private final IntFunction<Duration> pauses;
    private final FailureRun failures = new FailureRun();
    private final Map<String, Long> throttledIn = new LinkedHashMap<>();
    private final Set<Long> outageRuns = new LinkedHashSet<>();
    private long run;
    private Optional<Outage> outage = Optional.empty();
    private boolean trialOut;
    private boolean triedInProbe;
    private int unusedProbes;
    private volatile boolean quiet = true;

    /** @param pauses before the next trial, by the number of failures so far */
    Circuit(IntFunction<Duration> pauses) {
        this.pauses = pauses;
    }

    /** Whether the last call succeeded and nothing is known against the operation. May be read without the lock. */
    boolean isQuiet() {
        return quiet;
    }

    Optional<Outage> outage() {
        return outage;
    }

    boolean isTrialOut() {
        return trialOut;
    }

    /** Whether it is the reason for polling by probes alone. */
    boolean narrowsPolling() {
        return outage.isPresent() && unusedProbes < UNUSED_PROBES;
    }

    long run() {
        return run;
    }

    boolean wasOutage(long earlierRun) {
        return outageRuns.contains(earlierRun);
    }

    /** Failed calls of a reservation in the present run. */
    int failedCalls(String reservation) {
        return failures.failedCalls(reservation);
    }

    boolean isClosed(long now) {
        return outage.isEmpty() || (!trialOut && now - outage.get().nextTrialNanos() >= 0);
    }

    /** Begins a call that {@link #isClosed} allows; true if it is the one that finds out whether an outage is over. */
    boolean enter(long now) {
        if (outage.isEmpty()) {
            return false;
        }
        trialOut = true;
        triedInProbe = true;
        unusedProbes = 0;
        // The next one waits, even if this one ends without a verdict.
        outage = outage.map(known -> known.next(now + pause(known.failures() + 1)));
        return true;
    }

    void trialEnded() {
        trialOut = false;
    }

    /**
     * @param begun when the call began
     * @return the outage that has ended by it
     */
    Optional<Outage> succeeded(long begun) {
        if (failures.isOlderThanRefusals(begun)) {
            return answered();
        }
        failures.forgetRefusals();
        return endRun(outage);
    }

    /** The service has answered, but not done what it was asked for: it is not down. */
    Optional<Outage> answered() {
        return endRun(outage.filter(known -> known.refusal().isEmpty()));
    }

    private Optional<Outage> endRun(Optional<Outage> ended) {
        failures.forgetFailures();
        run++;
        if (ended.isPresent()) {
            outage = Optional.empty();
            unusedProbes = 0;
        }
        quiet = outage.isEmpty() && !failures.hasRefusals();
        return ended;
    }

    /** @return whether an outage begins with it */
    boolean failed(String reservation, boolean trial, String cause, Instant at, long now) {
        quiet = false;
        if (trial && outage.filter(known -> !known.reached()).isPresent()) {
            // It can be reached again. Whether it fails for all is to be found out anew.
            endRun(Optional.empty());
        }
        failures.failed(reservation);
        if (outage.isPresent()) {
            trialFailed(trial, true, now);
            if (failures.isFailingForAll()) {
                outageRuns.add(run);
            }
            return false;
        }
        return failures.isFailingForAll() && begin(cause, at, now, Optional.empty(), true);
    }

    /** Whether a failed call at this moment says nothing about its message. */
    boolean excusesFailures() {
        return outage.filter(known -> !known.reached() || known.refusal().isPresent() || failures.isFailingForAll())
                .isPresent();
    }

    /** @return whether an outage begins with it */
    boolean unreachable(boolean trial, String cause, Instant at, long now) {
        quiet = false;
        if (outage.isPresent()) {
            trialFailed(trial, false, now);
            return false;
        }
        return begin(cause, at, now, Optional.empty(), false);
    }

    /**
     * Notes a refusal that may be the fault of the configuration.
     *
     * @param suspected whether another operation of the service refuses every call in the same way
     * @return whether an outage begins with it
     */
    boolean refused(
            String reservation, String kind, boolean trial, boolean suspected, String cause, Instant at, long now) {
        quiet = false;
        failures.refused(reservation, kind, now);
        if (outage.isPresent()) {
            trialFailed(trial, true, now);
            return false;
        }
        return (suspected || failures.isRefusedToAll()) && begin(cause, at, now, Optional.of(kind), true);
    }

    /**
     * Notes that the service asks to wait. The first time this pauses the operation; when the reservation is asked again
     * although others have got through in between, it is about the reservation and counts as a failure of its call.
     *
     * @return whether an outage begins with it
     */
    boolean throttled(String reservation, Duration retryAfter, String cause, Instant at, long now) {
        quiet = false;
        Long before = throttledIn.put(reservation, run);
        if (throttledIn.size() > REMEMBERED) {
            throttledIn.remove(throttledIn.keySet().iterator().next());
        }
        if (outage.isEmpty() && before != null && before < run) {
            return failed(reservation, false, cause, at, now);
        }
        boolean begins = outage.isEmpty() && begin(cause, at, now, Optional.empty(), true);
        Duration pause = retryAfter.compareTo(LONGEST_PAUSE) < 0 ? retryAfter : LONGEST_PAUSE;
        outage = outage.map(known -> known.next(Math.max(known.nextTrialNanos() - now, pause.toNanos()) + now));
        return begins;
    }

    private boolean begin(String cause, Instant at, long now, Optional<String> kind, boolean reached) {
        outage = Optional.of(new Outage(at, cause, 1, now + pause(1), kind, reached));
        unusedProbes = 0;
        outageRuns.add(run);
        if (outageRuns.size() > REMEMBERED) {
            outageRuns.remove(outageRuns.iterator().next());
        }
        return true;
    }

    /** Calls that were under way when the outage began say nothing new. */
    private void trialFailed(boolean trial, boolean reached, long now) {
        if (trial) {
            outage = outage.map(known -> known.failedAgain(now + pause(known.failures() + 1), reached));
        }
    }

    void probeBegan() {
        triedInProbe = false;
    }

    /** A probe has brought a message, whose delivery has ended. */
    void probeEnded(long now) {
        if (!triedInProbe
                && outage.filter(known -> now - known.nextTrialNanos() >= 0).isPresent()) {
            unusedProbes++;
        }
    }

    private long pause(int failures) {
        return pauses.apply(failures).toNanos();
    }
}
