package com.traffictacos.reservation.worker.pipeline.delivery;

import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.TraceParent;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Puts a delivery into its trace. Implementations are safe for use by any number of threads. What they throw goes no further than
 * {@link GuardedTracing}.
 */
public interface DeliveryTracing {

    /**
     * Makes the producer's trace, or a new one, current for the calling thread until the scope is closed.
     *
     * @param parent where the trace came from, if the message said so
     */
    Scope begin(ReceivedMessage message, Optional<TraceParent> parent);

    /** The work on one delivery. Used and closed by the thread that began it. */
    interface Scope extends AutoCloseable {

        /** The ids under which the delivery is recorded, and logged. */
        TraceParent trace();

        /**
         * Carries an event out as a part of its own within the delivery.
         *
         * @return what the handler returns; whatever it throws is noted and thrown on
         */
        <T> T handle(ReservationEvent event, Supplier<T> handler);

        /** The work has ended, and this becomes of the delivery. Called at most once, before {@link #close()}. */
        void disposed(DeliveryResult settlement);

        @Override
        void close();
    }
}
