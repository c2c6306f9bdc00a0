package com.traffictacos.reservation.worker.pipeline.dependency;

import java.time.Instant;
import java.util.Optional;

/**
 * An operation that is down.
 *
 * @param cause the failure that decided it, for people
 * @param failures that decided it, and of trial calls since
 * @param nextTrialNanos when the next trial call may go out, by {@link System#nanoTime()}
 * @param refusal how every call is refused; empty if calls fail
 * @param reached whether the service can be connected to
 */
record Outage(
        Instant since, String cause, int failures, long nextTrialNanos, Optional<String> refusal, boolean reached) {

    Outage next(long trialNanos) {
        return new Outage(since, cause, failures, trialNanos, refusal, reached);
    }

    /** After a trial call that has failed. */
    Outage failedAgain(long trialNanos, boolean wasReached) {
        return new Outage(since, cause, failures + 1, trialNanos, refusal, wasReached);
    }
}
