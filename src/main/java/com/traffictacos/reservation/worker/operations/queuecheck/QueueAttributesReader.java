package com.traffictacos.reservation.worker.operations.queuecheck;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Reads what the queue says of itself. Implementations are safe for use by any number of threads. */
public interface QueueAttributesReader {

    /**
     * Asks the queue, and its dead-letter queue.
     *
     * @throws com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailable if the queue refused, or could
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
     * @param maxBytes the size of the largest message that the queue takes
     * @see <a
     *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html">GetQueueAttributes</a>
     */
    record QueueFacts(
            Duration retention,
            Optional<Integer> maxReceiveCount,
            DeadLetterQueue deadLetterQueue,
            Duration receiveTimeout,
            int maxBytes) {}

    /** The dead-letter queue, from the worker's point of view. */
    sealed interface DeadLetterQueue {

        /** Neither a setting nor a redrive policy names one. */
        record None() implements DeadLetterQueue {}

        /** @param why it could not be read; safe to log */
        record Unreadable(String why) implements DeadLetterQueue {}

        /**
         * @param retention how long it keeps a message
         * @param maxBytes the size of the largest message that it takes
         * @param theQueueItself whether it is the worker's own queue, spelt in another way
         * @param otherSources the names of other queues whose redrive policies name it, as far as that could be read
         */
        record Known(Duration retention, int maxBytes, boolean theQueueItself, Set<String> otherSources)
                implements DeadLetterQueue {

            public Known {
                otherSources = Set.copyOf(otherSources);
            }
        }
    }
}
