package com.traffictacos.reservation.worker.pipeline.dependency;

import java.time.Instant;
import java.util.Optional;

/**
 * An outage of an operation.
 *
 * @param cause the failure that started it, for operators
 * @param failures the failures that started it plus the failed trial calls since
 * @param nextTrialNanos when the next trial call may be made, by {@link System#nanoTime()}
 * @param refusal how every call is rejected; empty if calls fail
 * @param reached whether the service can be reached
 */
record Outage(
        Instant since, String cause, int failures, long nextTrialNanos, Optional<String> refusal, boolean reached) {

    Outage next(long trialNanos) {
        return new Outage(since, cause, failures, trialNanos, refusal, reached);
    }

    /** The outage after a failed trial call. */
    Outage failedAgain(long trialNanos, boolean wasReached) {
        return new Outage(since, cause, failures + 1, trialNanos, refusal, wasReached);
    }
}
