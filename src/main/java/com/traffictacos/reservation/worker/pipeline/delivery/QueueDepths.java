package com.traffictacos.reservation.worker.pipeline.delivery;

/**
 * The number of messages in the queues, as the queue reports it: the values are approximate and may be a minute old.
 * Implementations are safe for use by any number of threads.
 */
public interface QueueDepths {

    /**
     * Reads the depth of the queue that the worker receives from.
     *
     * @throws MessageQueue.QueueUnavailableException if the queue refused the request or could not be reached
     */
    Depth queue();

    /**
     * Reads the depth of the dead-letter queue.
     *
     * @throws MessageQueue.QueueUnavailableException if there is no dead-letter queue, or if it refused the request or could not
     *     be reached
     */
    Depth deadLetterQueue();

    /**
     * @param visible messages that are ready to be received
     * @param inFlight messages that were received and not settled, including those that wait for their retry
     * @param delayed messages that a producer sent with a delay
     */
    record Depth(long visible, long inFlight, long delayed) {}
}
