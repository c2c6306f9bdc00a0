package com.traffictacos.reservation.worker.fake;

/** What the worker asks of a queue. */
public enum Operation {
    RECEIVE,
    DELETE,
    CHANGE_VISIBILITY,
    DEAD_LETTER
}
