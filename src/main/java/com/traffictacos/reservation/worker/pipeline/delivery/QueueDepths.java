package com.traffictacos.reservation.worker.pipeline.delivery;

/**
 * How much there is in the queues, as far as the queue knows: its figures are approximate, and may be a minute old.
 * Implementations are safe for use by any number of threads.
 */
public interface QueueDepths {

    /**
     * Asks for the depth of the queue that is worked on.
     *
     * @throws MessageQueue.QueueUnavailable if the queue refused, or could not be asked
     */
    Depth queue();

    /**
     * Asks for the depth of the dead-letter queue.
     *
     * @throws MessageQueue.QueueUnavailable if there is none, or it refused, or could not be asked
     */
    Depth deadLetterQueue();

    /**
     * @param visible messages that wait
     * @param inFlight messages that somebody has received and not settled, those waiting for their retry included
     * @param delayed messages that a producer sent for later
     */
    record Depth(long visible, long inFlight, long delayed) {}
}
