package com.traffictacos.reservation.worker.pipeline.delivery;

import java.time.Duration;
import java.util.List;

/**
 * Is notified of what happens in the worker, and reports it to operators by metrics and logs. Implementations are safe
 * for use by any number of threads and return immediately. {@link GuardedObserver} catches every exception that they
 * throw.
 */
public interface WorkerObserver extends OutageObserver {

    /** The requests that the settler sends to the queue. */
    enum SettleAction {
        DELETE,
        CHANGE_VISIBILITY,
        SEND_TO_DEAD_LETTER_QUEUE
    }

    /**
     * A receive has returned. Called before any of its messages is processed.
     *
     * @param messages the received messages; empty if there were none
     * @param took from the request to its answer, including the wait of the long poll
     */
    void received(List<ReceivedMessage> messages, Duration took);

    /** A receive failed; the next one starts after the pause. */
    void receiveFailed(Throwable cause, Duration pause);

    /**
     * A receive returned a message that cannot be processed, or more messages than requested. The message is not
     * counted as received and stays in the queue until its visibility timeout ends.
     *
     * @param missing what the message lacks
     * @param messageId {@code unknown} if it has none
     */
    void unusableReceived(String missing, String messageId);

    /**
     * The disposition of a delivery is decided; the queue has not been notified yet. Called before {@link #concluded}.
     */
    void disposed(DeliveryResult settlement);

    /**
     * A delivery has ended. Called exactly once for each delivery.
     *
     * @param outcome how the delivery is counted; differs from the outcome of the disposition only if the queue refused
     *     to carry the disposition out
     */
    void concluded(DeliveryResult settlement, Outcome outcome);

    /** The queue refused a settlement permanently, or more often than it is retried. */
    void settleFailed(SettleAction action, ReceivedMessage message, String code, String detail);

    /** The leases of the given number of messages were renewed. */
    void leasesRenewed(int messages);

    /** A message may be delivered to another worker although this worker still processes it. */
    void leaseLost(ReceivedMessage message, String why);

    /** The worker receives messages from now on. */
    void started();

    /** The worker has stopped; no method is called after this one. */
    void drained(DeliveryBalance balance, Duration took);
}
