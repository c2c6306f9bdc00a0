package com.traffictacos.reservation.worker.pipeline.inflight;

import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import java.time.Duration;
import java.util.Optional;

/**
 * A delivery in flight, as operators see it.
 *
 * @param type {@code UNKNOWN} until its body is read
 * @param reservationId empty until its body is read
 * @param step the call that was started last
 * @param attempt how often the message was delivered
 * @param age the time since the message was received
 * @param leaseLeft the time until the queue may deliver the message to another worker; may be negative
 */
public record InFlightView(
        String messageId,
        EventType type,
        Optional<ReservationId> reservationId,
        Optional<ServiceCall> step,
        int attempt,
        Duration age,
        Duration leaseLeft) {}
