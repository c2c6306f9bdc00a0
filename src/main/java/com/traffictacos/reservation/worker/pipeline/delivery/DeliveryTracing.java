package com.traffictacos.reservation.worker.pipeline.delivery;

import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.TraceParent;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Connects a delivery to its trace. Implementations are safe for use by any number of threads. {@link GuardedTracing}
 * catches every exception that they throw.
 */
public interface DeliveryTracing {

    /**
     * Makes the producer's trace, or a new one, current for the calling thread until the scope is closed.
     *
     * @param parent the producer's trace, if the message contains one
     */
    Scope begin(ReceivedMessage message, Optional<TraceParent> parent);

    /** The processing of one delivery. Used and closed by the thread that started it. */
    interface Scope extends AutoCloseable {

        /** The ids under which the delivery is recorded and logged. */
        TraceParent trace();

        /**
         * Runs the handler of an event in a child span of the delivery.
         *
         * @return what the handler returns; an exception of the handler is recorded and thrown again
         */
        <T> T handle(ReservationEvent event, Supplier<T> handler);

        /** The processing has ended with this disposition. Called at most once, before {@link #close()}. */
        void disposed(DeliveryResult settlement);

        @Override
        void close();
    }
}
