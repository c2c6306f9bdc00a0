package com.traffictacos.reservation.worker.platform.process;

/**
 * A condition without which the worker must not receive messages, such as a port on which it can be monitored. Every
 * bean of this type is checked once, after the application has started and before the first receive.
 */
public interface StartCondition {

    /**
     * Returns when the condition is met. Called once, on its own thread; may block.
     *
     * @throws StartConditionException if the condition cannot be met
     * @throws InterruptedException if the server stops meanwhile
     */
    void await() throws StartConditionException, InterruptedException;
}
