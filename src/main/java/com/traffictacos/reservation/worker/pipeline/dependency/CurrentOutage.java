package com.traffictacos.reservation.worker.pipeline.dependency;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.IntFunction;

/** The outage of one {@link Circuit}, if there is one, and its trial calls. Guarded by the circuit's lock. */
final class CurrentOutage {

    /** The longest pause of a service, whatever {@code Retry-After} says, because the service may recover earlier. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final IntFunction<Duration> pauses;
    private final Trial trial = new Trial();
    private Optional<Outage> outage = Optional.empty();

    /** @param pauses the pause before the next trial, by the number of failures so far */
    CurrentOutage(IntFunction<Duration> pauses) {
        this.pauses = pauses;
    }

    Optional<Outage> outage() {
        return outage;
    }

    boolean isPresent() {
        return outage.isPresent();
    }

    boolean isTrialOut() {
        return trial.isOut();
    }

    boolean isProbeOnly() {
        return outage.isPresent() && !trial.isUnused();
    }

    /** Whether a call may be made: there is no outage, or the next trial is due and none is being made. */
    boolean isClosed(long now) {
        return outage.isEmpty() || (!trial.isOut() && now - outage.get().nextTrialNanos() >= 0);
    }

    /** Starts a call that {@link #isClosed} allows; true if it is the trial. */
    boolean enter(long now) {
        if (outage.isEmpty()) {
            return false;
        }
        trial.began();
        // Schedules the next trial now, in case this one ends without a verdict.
        outage = outage.map(known -> known.next(now + pauseNanos(known.failures() + 1)));
        return true;
    }

    void trialEnded() {
        trial.ended();
    }

    /** Ignores calls that were in progress when the outage began: they add no information. */
    void trialFailed(boolean isTrial, boolean reached, long now) {
        if (isTrial) {
            outage = outage.map(known -> known.failedAgain(now + pauseNanos(known.failures() + 1), reached));
        }
    }

    void begin(String cause, Instant at, long now, Optional<String> refusal, boolean reached) {
        outage = Optional.of(new Outage(at, cause, 1, now + pauseNanos(1), refusal, reached));
        trial.reset();
    }

    void end() {
        outage = Optional.empty();
        trial.reset();
    }

    /** Makes no trial before that time is over, {@link #LONGEST_PAUSE} at most, nor before one was due anyway. */
    void pause(Duration retryAfter, long now) {
        Duration pause = retryAfter.compareTo(LONGEST_PAUSE) < 0 ? retryAfter : LONGEST_PAUSE;
        outage = outage.map(known -> known.next(Math.max(known.nextTrialNanos() - now, pause.toNanos()) + now));
    }

    void probeBegan() {
        trial.probeBegan();
    }

    /** A probe received a message and its delivery has ended. */
    void probeEnded(long now) {
        if (outage.filter(known -> now - known.nextTrialNanos() >= 0).isPresent()) {
            trial.probeEnded();
        }
    }

    private long pauseNanos(int failures) {
        return pauses.apply(failures).toNanos();
    }
}
