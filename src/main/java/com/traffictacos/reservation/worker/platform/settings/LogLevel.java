package com.traffictacos.reservation.worker.platform.settings;

/** How much the worker's own log says; the names in lower case are the values of {@code LOG_LEVEL}. */
public enum LogLevel {
    DEBUG,
    INFO,
    WARN,
    ERROR
}
