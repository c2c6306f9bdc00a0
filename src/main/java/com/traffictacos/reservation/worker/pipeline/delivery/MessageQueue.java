package com.traffictacos.reservation.worker.pipeline.delivery;

import com.traffictacos.reservation.worker.event.failure.FailureReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The queue as the worker uses it. Implementations are safe for use by any number of threads.
 *
 * <p>The three settling calls take 1 to {@value #MAX_BATCH} entries, send them in one request if the queue allows it,
 * and return a result for each entry, because a batch may fail in part. They do not throw for a refused entry. If a
 * call fails as a whole, every entry is refused.
 */
public interface MessageQueue {

    /** The maximum number of entries in one request, for receiving and for settling (an SQS limit). */
    int MAX_BATCH = 10;

    /**
     * Waits for messages, at most for the duration of the long poll.
     *
     * @param maxMessages 1 to {@value #MAX_BATCH}
     * @return the messages; empty if there were none, or if {@link #stopReceiving()} ended the wait
     * @throws QueueUnavailableException if the queue refused the request or could not be reached
     */
    List<ReceivedMessage> receive(int maxMessages);

    /**
     * Ends every receive that is waiting, and every later one immediately. Messages that have already arrived are still
     * returned.
     */
    void stopReceiving();

    /**
     * Deletes messages permanently. Deleting a message that is already gone has no effect; some queues report success
     * for it, some refuse it.
     */
    BatchResult<ReceivedMessage> delete(List<ReceivedMessage> messages);

    /** Sets the time from now until messages are delivered again; zero returns them to the queue immediately. */
    BatchResult<VisibilityChange> changeVisibility(List<VisibilityChange> changes);

    /** Copies messages to the dead-letter queue. The originals stay in the queue and must be deleted afterwards. */
    BatchResult<DeadLetterEntry> sendToDeadLetterQueue(List<DeadLetterEntry> deadLetters);

    /** @param delay 0 s to 12 h, whole seconds */
    record VisibilityChange(ReceivedMessage message, Duration delay) {}

    /**
     * A message with the reason why it could not be processed (contract section 6).
     *
     * @param detail for operators; truncated to 1,024 characters when it is sent
     */
    record DeadLetterEntry(ReceivedMessage message, FailureReason reason, String detail, Instant failedAt) {}

    /** The result of each entry of a batch. */
    record BatchResult<T>(List<T> succeeded, List<Refusal<T>> refused) {

        public BatchResult {
            succeeded = List.copyOf(succeeded);
            refused = List.copyOf(refused);
        }

        /** The same results, each of what stands behind the entry. */
        public <R> BatchResult<R> map(Function<T, R> other) {
            return new BatchResult<>(
                    succeeded.stream().map(other).toList(),
                    refused.stream()
                            .map(refusal -> new Refusal<>(
                                    other.apply(refusal.entry()),
                                    refusal.code(),
                                    refusal.detail(),
                                    refusal.retryable()))
                            .toList());
        }

        public static <T> BatchResult<T> allSucceeded(List<T> entries) {
            return new BatchResult<>(entries, List.of());
        }
    }

    /**
     * An entry that was not carried out.
     *
     * @param code the queue's error code, for metrics and logs
     * @param retryable whether the same request may succeed later
     */
    record Refusal<T>(T entry, String code, String detail, boolean retryable) {}

    /**
     * The queue could not be reached or refused the request. The exception message names the cause and contains no
     * secret.
     */
    final class QueueUnavailableException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public QueueUnavailableException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
