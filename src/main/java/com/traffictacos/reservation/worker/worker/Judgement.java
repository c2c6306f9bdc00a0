package com.traffictacos.reservation.worker.worker;

import com.traffictacos.reservation.worker.event.Dependency;
import com.traffictacos.reservation.worker.event.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.EventFailure;
import com.traffictacos.reservation.worker.event.InvalidEvent;
import com.traffictacos.reservation.worker.event.LeaseLost;
import com.traffictacos.reservation.worker.event.PermanentFailure;
import com.traffictacos.reservation.worker.event.Throttled;
import com.traffictacos.reservation.worker.event.TransientFailure;
import com.traffictacos.reservation.worker.handling.Delivery;
import com.traffictacos.reservation.worker.handling.Handled;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/**
 * Draws the conclusions from the end of a delivery: what it says about the services, whether it counts as a try of the
 * message, and by the {@link DispositionPolicy} what becomes of the message. Safe for use by any number of threads.
 */
@Singleton
public final class Judgement {

    private final DispositionPolicy policy;
    private final Attempts attempts;
    private final Outages outages;

    @Inject
    public Judgement(DispositionPolicy policy, Attempts attempts, Outages outages) {
        this.policy = policy;
        this.attempts = attempts;
        this.outages = outages;
    }

    /** A delivery begins: what is known of the earlier ones of its message goes with it. */
    void begins(ReceivedMessage message, Delivery delivery) {
        attempts.remind(message, delivery);
    }

    /** A handler has brought its event to an end. */
    Disposition of(Handled handled) {
        switch (handled) {
            case Handled.Completed ignored -> {
                outages.answered(Dependency.RESERVATION_API);
                outages.answered(Dependency.INVENTORY);
            }
            // Only the reservation can tell that an event is stale.
            case Handled.Skipped ignored -> outages.answered(Dependency.RESERVATION_API);
        }
        return policy.of(handled);
    }

    /** Something was thrown on the way. */
    Disposition of(Throwable thrown, ReceivedMessage message, Delivery delivery) {
        Throwable failure = thrown instanceof TimeoutException late ? tookTooLong(late, delivery) : thrown;
        Disposition disposition = policy.of(failure, message.receiveCount(), attempts.number(message));
        if (failure instanceof EventFailure verdict) {
            learn(verdict, message, delivery);
        } else {
            attempts.failed(message, delivery);
        }
        return disposition;
    }

    /** The bound around a whole try: says no more than that a call did not come back, which passes like any other timeout. */
    private static TransientFailure tookTooLong(TimeoutException late, Delivery delivery) {
        return new TransientFailure(
                delivery.step().service().orElse(Dependency.RESERVATION_API), "the handler took too long", late);
    }

    private void learn(EventFailure verdict, ReceivedMessage message, Delivery delivery) {
        switch (verdict) {
            case InvalidEvent ignored -> {}
            case PermanentFailure ignored -> delivery.step().service().ifPresent(outages::answered);
            case TransientFailure ignored -> attempts.failed(message, delivery);
            case Throttled throttled -> {
                outages.failed(throttled.dependency(), throttled, throttled.retryAfter());
                attempts.excused(message, delivery);
            }
            case DependencyUnavailable unavailable -> {
                outages.failed(unavailable.dependency(), unavailable);
                attempts.excused(message, delivery);
            }
            case LeaseLost ignored -> attempts.excused(message, delivery);
        }
    }
}
