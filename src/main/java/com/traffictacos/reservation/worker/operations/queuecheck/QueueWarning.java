package com.traffictacos.reservation.worker.operations.queuecheck;

import java.util.Locale;

/**
 * An attribute of the queue that does not fit the settings.
 *
 * @param remedy what to change, and to which value
 */
record QueueWarning(Name name, String remedy) {

    /** The names that operators search for in the log. New ones may be added; existing ones are never renamed. */
    enum Name {
        NO_REDRIVE_POLICY,
        MAX_RECEIVE_COUNT_TOO_SMALL,
        NO_DEAD_LETTER_QUEUE,
        DEAD_LETTER_QUEUE_NOT_READABLE,
        DEAD_LETTER_QUEUE_IS_THE_QUEUE,
        DEAD_LETTER_QUEUE_SHARED,
        DEAD_LETTER_RETENTION_TOO_SHORT,
        DEAD_LETTER_SIZE_TOO_SMALL,
        VISIBILITY_TIMEOUT_TOO_SHORT,
        LONG_POLL_TOO_LONG;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
