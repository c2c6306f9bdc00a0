package com.traffictacos.reservation.worker.pipeline.delivery;

import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.TraceParent;
import java.time.Duration;
import java.util.Optional;

/**
 * A delivery whose handler has ended, with its disposition and the facts to report about it.
 *
 * @param report used only for metrics and logs; no decision depends on it
 */
public record DeliveryResult(ReceivedMessage message, Disposition disposition, DeliveryReport report) {

    /** The same result for a later delivery of the same message. */
    public DeliveryResult of(ReceivedMessage newest) {
        return new DeliveryResult(newest, disposition, report);
    }

    /** The result of a delivery that was never started. */
    public static DeliveryResult untouched(ReceivedMessage message, Disposition disposition, Optional<String> note) {
        return new DeliveryResult(
                message,
                disposition,
                new DeliveryReport(
                        EventType.UNKNOWN,
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        Duration.ZERO,
                        note,
                        Optional.empty()));
    }

    /**
     * What is known about a delivery when it ends.
     *
     * @param event empty if the body could not be read or was not read
     * @param handlerAttempts how often the handler was started in this delivery; zero if it never was
     * @param duration from the start of the work to the end of the handler
     * @param note why the delivery was skipped or ignored, or was completed without a call
     * @param failure the exception that was thrown
     */
    public record DeliveryReport(
            EventType type,
            Optional<ReservationEvent> event,
            Optional<TraceParent> trace,
            int handlerAttempts,
            Duration duration,
            Optional<String> note,
            Optional<Throwable> failure) {}
}
