package com.traffictacos.reservation.worker.audit;

import java.time.Duration;
import java.util.Optional;

/** Reads what the queue says of itself. Implementations are safe for use by any number of threads. */
public interface QueueInspector {

    /**
     * Asks the queue, and its dead-letter queue.
     *
     * @throws com.traffictacos.reservation.worker.worker.MessageQueue.QueueUnavailable if the queue refused, or could
     *     not be asked
     */
    QueueFacts inspect();

    /**
     * The attributes that matter.
     *
     * @param retention how long the queue keeps a message
     * @param maxReceiveCount of the redrive policy; empty if there is no policy
     * @param deadLetterQueue what is known of it
     * @param receiveTimeout how long the client waits for the answer to a receive
     * @see <a
     *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html">GetQueueAttributes</a>
     */
    record QueueFacts(
            Duration retention,
            Optional<Integer> maxReceiveCount,
            DeadLetterQueue deadLetterQueue,
            Duration receiveTimeout) {}

    /** The dead-letter queue, from the worker's point of view. */
    sealed interface DeadLetterQueue {

        /** Neither a setting nor a redrive policy names one. */
        record None() implements DeadLetterQueue {}

        /** @param why it could not be read; safe to log */
        record Unreadable(String why) implements DeadLetterQueue {}

        /** @param retention how long it keeps a message */
        record Known(Duration retention) implements DeadLetterQueue {}
    }
}
