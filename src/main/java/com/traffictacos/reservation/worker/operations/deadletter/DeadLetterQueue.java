package com.traffictacos.reservation.worker.operations.deadletter;

import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter.Receipt;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.BatchResult;
import java.time.Duration;
import java.util.List;

/**
 * The dead-letter queue, and the way back to the queue. Implementations are safe for use by any number of threads.
 *
 * <p>A queue cannot be looked through: a letter that is seen was received, and nobody else sees it until it is released
 * or its hold is over. Each look raises its receive count.
 *
 * <p>The three calls that take letters take 1 to {@value
 * com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue#MAX_BATCH} of them and answer for each, as those of {@link
 * com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue} do.
 */
public interface DeadLetterQueue {

    /**
     * Receives letters.
     *
     * @param max 1 to {@value com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue#MAX_BATCH}
     * @param hold how long nobody else sees them, whole seconds
     * @return empty if none could be seen during a short long poll
     * @throws com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailable if the queue refused, or could not
     *     be asked
     * @throws NoDeadLetterQueue if there is none, or none that may be looked into
     */
    List<DeadLetter> receive(int max, Duration hold);

    /** Lets everybody see letters again, at once. A refused one comes back when its hold is over. */
    void release(List<Receipt> receipts);

    /**
     * Sends letters to the queue that they came from, with the attributes that their producer gave them. The letters
     * stay where they are, to be deleted after.
     */
    BatchResult<DeadLetter> sendBack(List<DeadLetter> letters);

    /** Removes letters for good. */
    BatchResult<Receipt> delete(List<Receipt> receipts);

    /**
     * Says whether the queue may be looked into; asks it until it is known that it may. Finds out as well whether other
     * queues share it: asked before each walk.
     *
     * @throws NoDeadLetterQueue if it may not
     * @throws com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailable if it could not be asked
     */
    void check();

    /** There is no dead-letter queue to look into; the message says why. */
    final class NoDeadLetterQueue extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public NoDeadLetterQueue(String message) {
            super(message);
        }
    }
}
