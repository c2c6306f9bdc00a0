package com.traffictacos.reservation.worker.pipeline.warmup;

import java.util.concurrent.Executor;

/**
 * Goes through a part of an event's way once before the first message is received, so that its classes are loaded and
 * its code is compiled by then. Touches nothing outside the process, and leaves no trace in metrics of the worker's own.
 *
 * <p>Implementations are called once, by one thread. What goes wrong is thrown, and costs the warm start alone.
 */
public interface WarmUpTask {

    /**
     * Rehearses; takes some hundred milliseconds.
     *
     * @param threads for the other end of a connection
     * @throws Exception whatever went wrong
     */
    void rehearse(Executor threads) throws Exception;
}
