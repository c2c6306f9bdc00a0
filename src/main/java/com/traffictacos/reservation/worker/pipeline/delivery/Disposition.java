package com.traffictacos.reservation.worker.pipeline.delivery;

import com.traffictacos.reservation.worker.event.failure.FailureReason;
import java.time.Duration;

/**
 * What happens to a delivery after its processing. Decided by {@code DispositionPolicy}, carried out by {@code
 * Settler}.
 */
public sealed interface Disposition {

    /** The outcome that is counted once this disposition is carried out. */
    Outcome outcome();

    /** The message is deleted from the queue. */
    record Acknowledge(Outcome outcome) implements Disposition {}

    /** The message is delivered again after the delay. */
    record RetryAfter(Duration delay) implements Disposition {

        @Override
        public Outcome outcome() {
            return Outcome.RETRIED;
        }
    }

    /** The message is sent to the dead-letter queue, then deleted from the queue. */
    record SendToDeadLetterQueue(FailureReason reason, String detail, Outcome outcome) implements Disposition {}

    /** The message is returned to the queue immediately because the worker stops. */
    record Release() implements Disposition {

        @Override
        public Outcome outcome() {
            return Outcome.DROPPED;
        }
    }
}
