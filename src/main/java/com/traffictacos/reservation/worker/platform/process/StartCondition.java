package com.traffictacos.reservation.worker.platform.process;

/**
 * Something without which the worker must not take messages, such as a port on which it can be watched. Every bean of
 * this type is checked once, when the application has started and before the first receive.
 */
public interface StartCondition {

    /**
     * Returns when the condition is met. Called once, on a thread of its own; may block.
     *
     * @throws StartConditionException if it is not met and will not be
     * @throws InterruptedException if the server stops meanwhile
     */
    void await() throws StartConditionException, InterruptedException;
}
