package com.traffictacos.reservation.worker.pipeline.delivery;

import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.TraceParent;
import java.util.Optional;

/** Decodes message bodies (contract section 1). Implementations are safe for use by any number of threads. */
public interface EventDecoder {

    /**
     * Decodes and validates one message.
     *
     * @throws com.traffictacos.reservation.worker.event.failure.InvalidEvent if the body violates the contract; no
     *     other exception is thrown for any body
     */
    Decoded decode(ReceivedMessage message);

    /**
     * Finds the producer's trace, whether or not the body is valid.
     *
     * @return empty if no trace in a valid form is present; no exception is thrown for any body
     */
    Optional<TraceParent> traceOf(ReceivedMessage message);

    /** The content of a body. */
    sealed interface Decoded {

        /** The trace that the producer started; empty if no trace in a valid form is present. */
        Optional<TraceParent> trace();

        record Event(ReservationEvent event, Optional<TraceParent> trace) implements Decoded {}

        /**
         * A valid event that requires no work (a payment that is still pending): it is acknowledged without a call.
         *
         * @param type the type of the event
         * @param why the reason, for operators; safe to log
         */
        record NothingToDo(EventType type, String why, Optional<TraceParent> trace) implements Decoded {}
    }
}
