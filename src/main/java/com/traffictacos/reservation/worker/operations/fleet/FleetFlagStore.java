package com.traffictacos.reservation.worker.operations.fleet;

import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException;
import java.util.Optional;

/** Keeps the fleet's flag where every worker of the queue finds it. Implementations are safe for use by any thread. */
public interface FleetFlagStore {

    /**
     * Reads the text of the flag; empty if it was never set.
     *
     * @throws QueueUnavailableException if it could not be read
     */
    Optional<String> read();

    /**
     * Replaces the text of the flag.
     *
     * @throws QueueUnavailableException if it could not be written
     */
    void write(String text);
}
