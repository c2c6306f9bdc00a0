package com.traffictacos.reservation.worker.pipeline.process;

import com.traffictacos.reservation.worker.event.PaymentApproved;
import com.traffictacos.reservation.worker.event.PaymentFailed;
import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.ReservationExpired;
import com.traffictacos.reservation.worker.handler.HandlerContext;
import com.traffictacos.reservation.worker.handler.HandlerResult;
import com.traffictacos.reservation.worker.handler.PaymentApprovedHandler;
import com.traffictacos.reservation.worker.handler.PaymentFailedHandler;
import com.traffictacos.reservation.worker.handler.ReservationExpiredHandler;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Passes each event to its handler, one event at a time per reservation. Safe for use by any number of threads. */
@Singleton
public final class EventRouter {

    private final ReservationExpiredHandler expired;
    private final PaymentApprovedHandler approved;
    private final PaymentFailedHandler failed;
    private final ReservationSerializer turns;

    @Inject
    public EventRouter(
            ReservationExpiredHandler expired,
            PaymentApprovedHandler approved,
            PaymentFailedHandler failed,
            ReservationSerializer turns) {
        this.expired = expired;
        this.approved = approved;
        this.failed = failed;
        this.turns = turns;
    }

    /**
     * Runs the event's handler on the calling thread. If a duplicate of the event has just been completed on another
     * thread, its result is returned, and {@link HandlerContext#handlerAttempts()} stays zero.
     *
     * @throws com.traffictacos.reservation.worker.event.failure.EventFailure as the handler's verdict on the event
     */
    public HandlerResult route(ReservationEvent event, HandlerContext delivery) {
        delivery.carries(event);
        return turns.runExclusively(event, () -> switch (event) {
            case ReservationExpired e -> expired.handle(e, delivery);
            case PaymentApproved e -> approved.handle(e, delivery);
            case PaymentFailed e -> failed.handle(e, delivery);
        });
    }
}
