package com.traffictacos.reservation.worker.pipeline.warmup;

import java.util.concurrent.Executor;

/**
 * Runs a part of the processing of an event before the first message is received, so that its classes are loaded and
 * its code is compiled. Calls nothing outside the process, and is not counted in the worker's own metrics.
 *
 * <p>Implementations are called once, by one thread. An exception costs only the warm start.
 */
public interface WarmUpTask {

    /**
     * Runs the warm-up; takes a few hundred milliseconds.
     *
     * @param threads for the other end of a connection
     * @throws Exception if the warm-up fails
     */
    void warmUp(Executor threads) throws Exception;
}
