package com.traffictacos.reservation.worker.operations.deadletter;

import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter.Receipt;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.BatchResult;
import java.time.Duration;
import java.util.List;

/**
 * The port to the dead-letter queue, including the redrive to the source queue. Implementations are thread-safe.
 *
 * <p>A queue cannot be read without a receive: a dead letter that is seen was received, and is hidden from other
 * receives until it is released or its visibility timeout ends. Each receive raises its receive count.
 *
 * <p>The three calls that take dead letters accept 1 to
 * {@value com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue#MAX_BATCH} of them and report the result
 * of each, as those of {@link com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue} do.
 */
public interface DeadLetterQueue {

    /**
     * Receives dead letters.
     *
     * @param max 1 to {@value com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue#MAX_BATCH}
     * @param hold the visibility timeout of the received messages, in whole seconds
     * @return empty if none were returned during a short long poll
     * @throws com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException if the queue refused
     *     the call or could not be reached
     * @throws NoDeadLetterQueueException if there is none, or none that may be read
     */
    List<DeadLetter> receive(int max, Duration hold);

    /**
     * Makes dead letters visible again at once. If this fails, a dead letter becomes visible when its visibility
     * timeout ends.
     */
    void release(List<Receipt> receipts);

    /**
     * Sends dead letters to the queue that they come from, with the attributes that their producer set. They stay in
     * the dead-letter queue, to be deleted afterwards.
     */
    BatchResult<DeadLetter> sendBack(List<DeadLetter> deadLetters);

    /**
     * Sends a dead letter with another body, otherwise as {@link #sendBack} does. The body that the producer sent goes
     * with it as the attribute {@link FailureAttributes#ORIGINAL_BODY}, if there is room for it. A FIFO queue takes
     * the same dead letter with the same body once, and with another body again.
     */
    BatchResult<DeadLetter> resend(DeadLetter deadLetter, MessageBody body);

    /**
     * Checks what {@link #resend} would send, and sends nothing.
     *
     * @throws IllegalArgumentException if the queue would refuse the body for its length or its characters
     * @throws com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException if the queue could
     *     not be asked for its limit
     */
    ResendPlan planResend(DeadLetter deadLetter, MessageBody body);

    /**
     * What a resend would send.
     *
     * @param bytes the whole message, as the queue counts
     * @param maxBytes the largest message that the queue accepts
     * @param keepsOriginal whether there is room for the original body
     */
    record ResendPlan(int bytes, int maxBytes, boolean keepsOriginal) {}

    /** Deletes dead letters for good. */
    BatchResult<Receipt> delete(List<Receipt> receipts);

    /**
     * Checks that the queue may be read; calls AWS until this is confirmed once. Also determines whether other queues
     * share the dead-letter queue. Called before each scan.
     *
     * @throws NoDeadLetterQueueException if the queue may not be read
     * @throws com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException if the queue could
     *     not be reached
     */
    void check();

    /** There is no dead-letter queue that the worker may read; the message says why. */
    final class NoDeadLetterQueueException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public NoDeadLetterQueueException(String message) {
            super(message);
        }
    }
}
