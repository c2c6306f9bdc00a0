package com.traffictacos.reservation.worker.operations.fleet;

import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the fleet's flag where every worker of the queue finds it. Implementations are safe for use by any thread. */
public interface FleetFlagStore {

    /**
     * Reads the text of the flag; empty if it was never set.
     *
     * @throws FlagUnreadableException if it could not be read
     */
    Optional<String> read();

    /**
     * Replaces the text of the flag.
     *
     * @throws QueueUnavailableException if it could not be written
     */
    void write(String text);

    /** The flag could not be read; the message says why. */
    final class FlagUnreadableException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final boolean retryable;

        /** @param retryable whether the next read may succeed although nobody changes a permission, a setting or the flag */
        public FlagUnreadableException(String message, boolean retryable, @Nullable Throwable cause) {
            super(message, cause);
            this.retryable = retryable;
        }

        /** Whether the next read may succeed although nobody changes a permission, a setting or the flag. */
        public boolean isRetryable() {
            return retryable;
        }
    }
}
