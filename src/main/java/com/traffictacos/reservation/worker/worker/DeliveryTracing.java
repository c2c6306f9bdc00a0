package com.traffictacos.reservation.worker.worker;

import com.traffictacos.reservation.worker.event.TraceParent;
import java.util.Optional;

/** Puts a delivery into its trace. Implementations are safe for use by any number of threads. */
public interface DeliveryTracing {

    /**
     * Makes the producer's trace, or a new one, current for the calling thread until the scope is closed.
     *
     * @param parent where the trace came from, if the message said so
     */
    Scope begin(Optional<TraceParent> parent);

    /** Closed by the thread that began it. */
    interface Scope extends AutoCloseable {

        /** The ids under which calls are made within this scope. */
        TraceParent trace();

        @Override
        void close();
    }
}
