package com.traffictacos.reservation.worker.platform.log;

import java.util.Locale;

/** The severity of a log line, and the lowest one that is written. */
public enum LogLevel {
    DEBUG,
    INFO,
    WARN,
    ERROR;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The value of {@code LOG_LEVEL} and of the key {@code level} of a line. */
    public String label() {
        return label;
    }
}
