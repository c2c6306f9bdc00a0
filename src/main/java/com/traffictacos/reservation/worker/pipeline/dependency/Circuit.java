package com.traffictacos.reservation.worker.pipeline.dependency;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The circuit breaker of one operation. Guarded by the lock of {@link DependencyOutages}, except {@link #isQuiet()}.
 *
 * <p>A run is the period since the operation last succeeded. Runs are numbered, so that a failure can be classified
 * later, when it is known whether its run ended with a success or became an outage.
 */
final class Circuit {

    private final FailureRun failures = new FailureRun();
    private final RecentRuns runs = new RecentRuns();
    private long run;
    private final CurrentOutage current;
    private volatile boolean quiet = true;

    /** @param pauses the pause before the next trial, by the number of failures so far */
    Circuit(IntFunction<Duration> pauses) {
        this.current = new CurrentOutage(pauses);
    }

    /** Whether the last call succeeded and no failure is recorded. May be read without the lock. */
    boolean isQuiet() {
        return quiet;
    }

    Optional<Outage> outage() {
        return current.outage();
    }

    boolean isTrialOut() {
        return current.isTrialOut();
    }

    /** Whether this operation restricts polling to probes. */
    boolean isProbeOnly() {
        return current.isProbeOnly();
    }

    long run() {
        return run;
    }

    boolean wasOutage(long earlierRun) {
        return runs.wasOutage(earlierRun);
    }

    /** The number of reservations that were rejected in this way since the last success. */
    int refusedReservations(String kind) {
        return failures.refusedReservations(kind);
    }

    /** The number of failed calls of a reservation in the current run. */
    int failedCalls(String reservation) {
        return failures.failedCalls(reservation);
    }

    boolean isClosed(long now) {
        return current.isClosed(now);
    }

    /**
     * Starts a call that {@link #isClosed} allows; true if the call is the trial that finds out whether an outage is
     * over.
     */
    boolean enter(long now) {
        return current.enter(now);
    }

    void trialEnded() {
        current.trialEnded();
    }

    /**
     * @param begun when the call began
     * @return the outage that this call ended
     */
    Optional<Outage> succeeded(long begun) {
        if (failures.isOlderThanRefusals(begun)) {
            return answered();
        }
        failures.forgetRefusals();
        return endRun(current.outage());
    }

    /** The service has answered without carrying out the call: it is not down. */
    Optional<Outage> answered() {
        return endRun(current.outage().filter(known -> known.refusal().isEmpty()));
    }

    private Optional<Outage> endRun(Optional<Outage> ended) {
        failures.forgetFailures();
        run++;
        if (ended.isPresent()) {
            current.end();
        }
        quiet = !current.isPresent() && !failures.hasRefusals();
        return ended;
    }

    /** @return whether this failure starts an outage */
    boolean failed(String reservation, boolean isTrial, String cause, Instant at, long now) {
        quiet = false;
        if (isTrial && current.outage().filter(known -> !known.reached()).isPresent()) {
            // The service can be reached again. A new run finds out whether calls still fail for all reservations.
            endRun(Optional.empty());
        }
        failures.failed(reservation);
        if (current.isPresent()) {
            current.trialFailed(isTrial, true, now);
            if (failures.isFailingForAll()) {
                runs.outage(run);
            }
            return false;
        }
        return failures.isFailingForAll() && begin(cause, at, now, Optional.empty(), true);
    }

    /** Whether the message of a call that fails now is not at fault. */
    boolean excusesFailures() {
        return current.outage()
                .filter(known -> !known.reached() || known.refusal().isPresent() || failures.isFailingForAll())
                .isPresent();
    }

    /** @return whether this failure starts an outage */
    boolean unreachable(boolean isTrial, String cause, Instant at, long now) {
        quiet = false;
        if (current.isPresent()) {
            current.trialFailed(isTrial, false, now);
            return false;
        }
        return begin(cause, at, now, Optional.empty(), false);
    }

    /**
     * Records a rejection that may be caused by the configuration.
     *
     * @param suspected whether the service rejects enough calls in the same way for this to be an outage
     * @return whether this rejection starts an outage
     */
    boolean refused(
            String reservation, String kind, boolean isTrial, boolean suspected, String cause, Instant at, long now) {
        quiet = false;
        failures.refused(reservation, kind, now);
        if (current.isPresent()) {
            current.trialFailed(isTrial, true, now);
            return false;
        }
        return suspected && begin(cause, at, now, Optional.of(kind), true);
    }

    /**
     * Records that the service throttles. The first time, this pauses the operation. If the same reservation is
     * throttled again although calls for others have succeeded in between, only this reservation is affected, and this
     * counts as a failed call.
     *
     * @return whether this starts an outage
     */
    boolean throttled(String reservation, Duration retryAfter, String cause, Instant at, long now) {
        quiet = false;
        boolean throttledBefore = runs.throttled(reservation, run);
        if (!current.isPresent() && throttledBefore) {
            return failed(reservation, false, cause, at, now);
        }
        boolean begins = !current.isPresent() && begin(cause, at, now, Optional.empty(), true);
        current.pause(retryAfter, now);
        return begins;
    }

    private boolean begin(String cause, Instant at, long now, Optional<String> kind, boolean reached) {
        current.begin(cause, at, now, kind, reached);
        runs.outage(run);
        return true;
    }

    void probeBegan() {
        current.probeBegan();
    }

    /** A probe received a message and its delivery has ended. */
    void probeEnded(long now) {
        current.probeEnded(now);
    }
}
