package com.traffictacos.reservation.worker.operations.queuecheck;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Reads the attributes of the queue. Implementations are thread-safe. */
public interface QueueAttributesReader {

    /**
     * Reads the attributes of the queue and of its dead-letter queue.
     *
     * @throws com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException if the queue refused
     *     the call or could not be reached
     */
    QueueFacts inspect();

    /**
     * The attributes that the checks need.
     *
     * @param retention how long the queue keeps a message
     * @param maxReceiveCount of the redrive policy; empty if there is no policy
     * @param deadLetterQueue what is known of the dead-letter queue
     * @param receiveTimeout how long the client waits for the response to a receive
     * @param maxBytes the size of the largest message that the queue accepts
     * @see <a
     *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html">GetQueueAttributes</a>
     */
    record QueueFacts(
            Duration retention,
            Optional<Integer> maxReceiveCount,
            DeadLetterQueue deadLetterQueue,
            Duration receiveTimeout,
            int maxBytes) {}

    /** What the worker knows of the dead-letter queue. */
    sealed interface DeadLetterQueue {

        /** Neither a setting nor a redrive policy names one. */
        record None() implements DeadLetterQueue {}

        /** @param why the reason that it could not be read; safe to log */
        record BadRequestException(String why) implements DeadLetterQueue {}

        /**
         * @param retention how long the dead-letter queue keeps a message
         * @param maxBytes the size of the largest message that it accepts
         * @param theQueueItself whether it is the worker's own queue under another spelling of its address
         * @param otherSources the names of other queues whose redrive policies name it, as far as they could be read
         */
        record Known(Duration retention, int maxBytes, boolean theQueueItself, Set<String> otherSources)
                implements DeadLetterQueue {

            public Known {
                otherSources = Set.copyOf(otherSources);
            }
        }
    }
}
