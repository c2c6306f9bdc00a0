package com.traffictacos.reservation.worker.platform.settings;

/** The verbosity of the worker's own log. The names in lower case are the values of {@code LOG_LEVEL}. */
public enum LogLevel {
    DEBUG,
    INFO,
    WARN,
    ERROR
}
