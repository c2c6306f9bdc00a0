package com.traffictacos.reservation.worker.pipeline.delivery;

import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.TraceParent;
import java.util.Optional;

/** Reads message bodies (contract section 1). Implementations are safe for use by any number of threads. */
public interface EventDecoder {

    /**
     * Reads and checks one message.
     *
     * @throws com.traffictacos.reservation.worker.event.failure.InvalidEvent if the body breaks the contract; no other
     *     exception, whatever the body
     */
    Decoded decode(ReceivedMessage message);

    /**
     * Finds the producer's trace whether or not the body is valid.
     *
     * @return absent when none of its forms is there and valid; no exception, whatever the body
     */
    Optional<TraceParent> traceOf(ReceivedMessage message);

    /** What a body held. */
    sealed interface Decoded {

        /** The trace that the producer began; absent when none of its forms was valid. */
        Optional<TraceParent> trace();

        record Event(ReservationEvent event, Optional<TraceParent> trace) implements Decoded {}

        /**
         * A proper event that asks for nothing (a payment still on its way): acknowledged without work.
         *
         * @param type what the event is about
         * @param why for people; safe to log
         */
        record NothingToDo(EventType type, String why, Optional<TraceParent> trace) implements Decoded {}
    }
}
