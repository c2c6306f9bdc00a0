package com.traffictacos.reservation.worker.platform.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Takes a copy of each line that is written, with its fields, to send it elsewhere. Called by the thread that logs: an
 * implementation neither blocks nor throws. Thread-safe.
 */
public interface LineCopies {

    /**
     * A line begins.
     *
     * @param logger the key {@code logger} of the line
     * @return null if no copy of this line is wanted
     */
    @Nullable
    Line begin(Instant time, LogLevel level, String message, String logger);

    /** The copy of one line. Confined to the thread that logs. */
    interface Line {

        void field(String key, String value);

        void field(String key, long value);

        /** The line is complete. Not called if the caller's code for the fields throws. */
        void end();
    }
}
