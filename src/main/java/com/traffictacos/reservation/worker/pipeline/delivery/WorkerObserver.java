package com.traffictacos.reservation.worker.pipeline.delivery;

import java.time.Duration;
import java.util.List;

/**
 * Is told what happens, and tells the operators by metrics and log. Implementations are safe for use by any number of
 * threads and return at once. What they throw goes no further than {@link GuardedObserver}.
 */
public interface WorkerObserver extends OutageObserver {

    /** What the settler asks of the queue. */
    enum SettleAction {
        DELETE,
        CHANGE_VISIBILITY,
        SEND_TO_DEAD_LETTER_QUEUE
    }

    /**
     * A receive came back. Called before any of its messages is worked on.
     *
     * @param messages what it brought; empty when nothing came
     * @param took from the request to its answer, the wait of the long poll included
     */
    void received(List<ReceivedMessage> messages, Duration took);

    /** A receive failed; the next one waits for the pause. */
    void receiveFailed(Throwable cause, Duration pause);

    /**
     * A receive brought a message that can't be worked on, or more messages than were asked for. It is not among the
     * received ones and stays in the queue: its visibility timeout ends by itself.
     *
     * @param missing what it lacks
     * @param messageId {@code unknown} if it has none
     */
    void unusableReceived(String missing, String messageId);

    /** It is decided what becomes of a delivery; the queue is not told yet. Called before {@link #concluded}. */
    void disposed(DeliveryResult settlement);

    /**
     * A delivery has come to its end. Called exactly once for each.
     *
     * @param outcome how it is counted; differs from the disposition's own only where the queue refused to carry it out
     */
    void concluded(DeliveryResult settlement, Outcome outcome);

    /** The queue refused to carry a settlement out, for good or once too often. */
    void settleFailed(SettleAction action, ReceivedMessage message, String code, String detail);

    /** That many messages were kept from being delivered to somebody else for another while. */
    void leasesRenewed(int messages);

    /** A message may be delivered to somebody else although this worker still works on it. */
    void leaseLost(ReceivedMessage message, String why);

    /** The worker takes messages from now on. */
    void started();

    /** The worker has stopped; nothing is called after this. */
    void drained(DeliveryBalance balance, Duration took);
}
