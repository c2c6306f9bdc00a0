package com.traffictacos.reservation.worker.pipeline.delivery;

import com.traffictacos.reservation.worker.event.failure.FailureReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The queue as the worker sees it. Implementations are safe for use by any number of threads.
 *
 * <p>The three settling calls take 1 to {@value #MAX_BATCH} entries, make one request of them where the queue allows
 * it, and answer for each entry: a part of a batch may fail. They do not throw for a refused entry; a call that fails
 * as a whole refuses every entry.
 */
public interface MessageQueue {

    /** Most entries in one request, for receiving and for settling (an SQS limit). */
    int MAX_BATCH = 10;

    /**
     * Waits for messages, up to the long poll's time.
     *
     * @param maxMessages 1 to {@value #MAX_BATCH}
     * @return what came; empty when nothing did, or when {@link #stopReceiving()} ended the wait
     * @throws QueueUnavailable if the queue refused, or could not be asked
     */
    List<ReceivedMessage> receive(int maxMessages);

    /** Ends every receive that is waiting, and every later one at once. Messages that had arrived are still answered. */
    void stopReceiving();

    /** Removes messages for good. Removing one that is gone already does no harm; some queues succeed, some refuse. */
    BatchResult<ReceivedMessage> delete(List<ReceivedMessage> messages);

    /** Sets the time until messages are delivered again, from now; zero hands them back at once. */
    BatchResult<VisibilityChange> changeVisibility(List<VisibilityChange> changes);

    /** Copies messages to the dead-letter queue. The originals stay where they are, to be deleted after. */
    BatchResult<DeadLetterEntry> sendToDeadLetterQueue(List<DeadLetterEntry> letters);

    /** @param delay 0 s to 12 h, whole seconds */
    record VisibilityChange(ReceivedMessage message, Duration delay) {}

    /**
     * A message with the reason why it could not be brought to its end (contract section 6).
     *
     * @param detail for people; cut to 1,024 characters on the way
     */
    record DeadLetterEntry(ReceivedMessage message, FailureReason reason, String detail, Instant failedAt) {}

    /** What became of each entry of a batch. */
    record BatchResult<T>(List<T> succeeded, List<Refusal<T>> refused) {

        public BatchResult {
            succeeded = List.copyOf(succeeded);
            refused = List.copyOf(refused);
        }

        public static <T> BatchResult<T> allSucceeded(List<T> entries) {
            return new BatchResult<>(entries, List.of());
        }
    }

    /**
     * One entry that was not carried out.
     *
     * @param code the queue's error code, for metrics and logs
     * @param retryable whether the same request may succeed later
     */
    record Refusal<T>(T entry, String code, String detail, boolean retryable) {}

    /** The queue could not be asked: the message names the cause and holds no secret. */
    final class QueueUnavailable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public QueueUnavailable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
