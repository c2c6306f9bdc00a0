package com.traffictacos.reservation.worker.pipeline.process;

import com.traffictacos.reservation.worker.event.PaymentApproved;
import com.traffictacos.reservation.worker.event.PaymentFailed;
import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.ReservationExpired;
import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.HandlerContext;
import com.traffictacos.reservation.worker.handler.HandlerResult;
import com.traffictacos.reservation.worker.handler.PaymentApprovedHandler;
import com.traffictacos.reservation.worker.handler.PaymentFailedHandler;
import com.traffictacos.reservation.worker.handler.ReservationExpiredHandler;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/** Passes each event to its handler, one event at a time per reservation. Safe for use by any number of threads. */
@SingletonBean
public final class EventRouter {

    private final ReservationExpiredHandler expired;
    private final PaymentApprovedHandler approved;
    private final PaymentFailedHandler failed;
    private final ReservationSerializer serializer;

    @Inject
    public EventRouter(
            ReservationExpiredHandler expired,
            PaymentApprovedHandler approved,
            PaymentFailedHandler failed,
            ReservationSerializer serializer) {
        this.expired = expired;
        this.approved = approved;
        this.failed = failed;
        this.serializer = serializer;
    }

    /**
     * Runs the event's handler on the calling thread. If a duplicate of the event has just been completed on another
     * thread, its result is returned, and {@link HandlerContext#handlerAttempts()} stays zero.
     *
     * @throws com.traffictacos.reservation.worker.event.failure.EventFailure as the handler's verdict on the event
     */
    public HandlerResult route(ReservationEvent event, HandlerContext delivery) {
        delivery.carries(event);
        return serializer.runExclusively(event, () -> handle(event, delivery));
    }

    private HandlerResult handle(ReservationEvent event, HandlerContext delivery) {
        try {
            return switch (event) {
                case ReservationExpired e -> expired.handle(e, delivery);
                case PaymentApproved e -> approved.handle(e, delivery);
                case PaymentFailed e -> failed.handle(e, delivery);
            };
        } catch (TimeoutException late) {
            throw tookTooLong(late, delivery);
        }
    }

    /**
     * The timeout of a whole handler attempt. It only shows that a call did not return, which is transient like any
     * other timeout.
     */
    private static TransientFailure tookTooLong(TimeoutException late, HandlerContext delivery) {
        return new TransientFailure(
                delivery.step().map(ServiceCall::dependency).orElse(Dependency.RESERVATION_API),
                "the handler took too long",
                late);
    }
}
