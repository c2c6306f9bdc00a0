package com.traffictacos.reservation.worker.pipeline.delivery;

import com.traffictacos.reservation.worker.event.failure.FailureReason;
import java.time.Duration;

/** What becomes of a delivery. Decided by {@code DispositionPolicy}, carried out by {@code Settler}. */
public sealed interface Disposition {

    /** How the delivery is counted once this is carried out. */
    Outcome outcome();

    /** The message leaves the queue. */
    record Acknowledge(Outcome outcome) implements Disposition {}

    /** The message is delivered again after the delay. */
    record RetryAfter(Duration delay) implements Disposition {

        @Override
        public Outcome outcome() {
            return Outcome.RETRIED;
        }
    }

    /** The message goes to the dead-letter queue, then leaves the queue. */
    record SendToDeadLetterQueue(FailureReason reason, String detail, Outcome outcome) implements Disposition {}

    /** The message is handed back at once, because the worker stops. */
    record Release() implements Disposition {

        @Override
        public Outcome outcome() {
            return Outcome.DROPPED;
        }
    }
}
