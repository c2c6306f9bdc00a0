package com.traffictacos.reservation.worker.pipeline.delivery;

import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.TraceParent;
import java.time.Duration;
import java.util.Optional;

/**
 * A delivery whose handler has ended: what becomes of it, and what there is to tell about it.
 *
 * @param account for metrics and the log alone; nothing is decided by it
 */
public record DeliveryResult(ReceivedMessage message, Disposition disposition, Account account) {

    /** The same end for a later delivery of the same message. */
    public DeliveryResult of(ReceivedMessage newest) {
        return new DeliveryResult(newest, disposition, account);
    }

    /** For a delivery that was never begun. */
    public static DeliveryResult untouched(ReceivedMessage message, Disposition disposition, Optional<String> note) {
        return new DeliveryResult(
                message,
                disposition,
                new Account(
                        EventType.UNKNOWN,
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        Duration.ZERO,
                        note,
                        Optional.empty()));
    }

    /**
     * What is known of a delivery when it ends.
     *
     * @param event absent if the body could not be read, or was not
     * @param tries how often its handler was begun in this delivery; zero if it never was
     * @param duration from the start of its work to the end of its handler
     * @param note why it was skipped or ignored, or completed without a call
     * @param failure what was thrown
     */
    public record Account(
            EventType type,
            Optional<ReservationEvent> event,
            Optional<TraceParent> trace,
            int tries,
            Duration duration,
            Optional<String> note,
            Optional<Throwable> failure) {}
}
