package com.traffictacos.reservation.worker.pipeline.inflight;

import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.handler.HandlerContext.Step;
import java.time.Duration;
import java.util.Optional;

/**
 * A delivery in work, as an operator sees it.
 *
 * @param type {@code UNKNOWN} until its body is read
 * @param reservationId empty until its body is read
 * @param step the call that was begun last
 * @param attempt how often the message was delivered
 * @param age since it was received
 * @param leaseLeft until the queue gives the message to somebody else; may be negative
 */
public record InFlightView(
        String messageId,
        EventType type,
        Optional<ReservationId> reservationId,
        Step step,
        int attempt,
        Duration age,
        Duration leaseLeft) {}
