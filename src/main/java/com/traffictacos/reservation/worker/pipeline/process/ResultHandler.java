package com.traffictacos.reservation.worker.pipeline.process;

import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.EventFailure;
import com.traffictacos.reservation.worker.event.failure.HoldNotExpired;
import com.traffictacos.reservation.worker.event.failure.InvalidEvent;
import com.traffictacos.reservation.worker.event.failure.LeaseLost;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.Throttled;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.HandlerContext;
import com.traffictacos.reservation.worker.handler.HandlerResult;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.pipeline.delivery.Disposition;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.pipeline.dependency.ConcurrencyLimits;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyOutages;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides whether the result of a delivery counts as an attempt of its message, and determines the disposition by the
 * {@link DispositionPolicy}. Safe for use by any number of threads.
 */
@SingletonBean
public final class ResultHandler {

    /**
     * The number of failed deliveries after which the message is treated as the cause if nothing else shows it. With a
     * smaller number, a low {@code MAX_RETRIES} would dead-letter valid events before an outage is detected.
     */
    static final int DELIVERIES_IN_DOUBT = 3;

    /**
     * The number of deliveries that may fail because of an overloaded service. After that, late calls count against the
     * message.
     */
    static final int DELIVERIES_OVERLOADED = 10;

    private static final int NOT_COUNTED = 0;

    private final DispositionPolicy policy;
    private final AttemptHistory attempts;
    private final DependencyOutages outages;
    private final ConcurrencyLimits limits;
    private final Clock clock;

    @Inject
    public ResultHandler(
            DispositionPolicy policy,
            AttemptHistory attempts,
            DependencyOutages outages,
            ConcurrencyLimits limits,
            Clock clock) {
        this.policy = policy;
        this.attempts = attempts;
        this.outages = outages;
        this.limits = limits;
        this.clock = clock;
    }

    /** A delivery begins: passes what is known about the earlier deliveries of its message to it. */
    void begins(ReceivedMessage message, HandlerContext delivery) {
        attempts.remind(message, delivery);
    }

    /** A delivery was returned to the queue before its processing began. */
    void untried(ReceivedMessage message) {
        attempts.untried(message);
    }

    /** The disposition of a delivery whose handler ended without a failure. */
    Disposition of(HandlerResult handled) {
        return policy.of(handled);
    }

    /** The disposition of a message whose processing has ended the process. */
    Disposition ofDeaths(int deaths) {
        return policy.ofDeaths(deaths);
    }

    /** The disposition of a delivery whose processing threw an exception. */
    Disposition of(Throwable thrown, ReceivedMessage message, HandlerContext delivery) {
        if (!(thrown instanceof EventFailure verdict)) {
            return counted(thrown, message, delivery);
        }
        return switch (verdict) {
            case InvalidEvent invalid -> atOnce(invalid, message);
            case PermanentFailure permanent ->
                isRefusedToAll(permanent, delivery) ? held(permanent, message, delivery) : atOnce(permanent, message);
            case TransientFailure transientFailure -> ofFailedCall(transientFailure, message, delivery);
            case Throttled throttled -> ofThrottled(throttled, message, delivery);
            case DependencyUnavailable unavailable -> held(unavailable, message, delivery);
            case HoldNotExpired early -> {
                attempts.notCounted(message, delivery);
                yield atOnce(early, message);
            }
            case LeaseLost lost -> {
                attempts.notCounted(message, delivery);
                yield atOnce(lost, message);
            }
        };
    }

    private Disposition atOnce(EventFailure verdict, ReceivedMessage message) {
        return policy.of(verdict, message.receiveCount(), attempts.number(message));
    }

    private Disposition counted(Throwable failure, ReceivedMessage message, HandlerContext delivery) {
        Disposition disposition = policy.of(failure, message.receiveCount(), attempts.number(message));
        attempts.failed(message, delivery);
        return disposition;
    }

    /**
     * The failure does not count against the message, which is returned to the queue. This is limited in time, because
     * the queue would delete the message.
     */
    private Disposition held(EventFailure why, ReceivedMessage message, HandlerContext delivery) {
        attempts.notCounted(message, delivery);
        return policy.held(why, message.receiveCount(), age(message));
    }

    private boolean isRefusedToAll(PermanentFailure permanent, HandlerContext delivery) {
        return permanent.refusal().isPresent()
                && delivery.step()
                        .filter(operation ->
                                outages.refuses(operation, permanent.refusal().get()))
                        .isPresent();
    }

    private Disposition ofFailedCall(TransientFailure failure, ReceivedMessage message, HandlerContext delivery) {
        Optional<ServiceCall> called = delivery.step();
        if (called.isEmpty()) {
            return counted(failure, message, delivery);
        }
        ServiceCall operation = called.get();
        if (outages.excusesFailures(operation)) {
            return held(failure, message, delivery);
        }
        if (failure.isLate()
                && limits.isReduced(operation.dependency())
                && attempts.overloaded(message) < DELIVERIES_OVERLOADED) {
            attempts.notCountedByOverload(message, delivery);
            return policy.held(failure, message.receiveCount(), age(message));
        }
        boolean counts = attempts.isProven(message)
                || attempts.suspected(message) + 1 >= DELIVERIES_IN_DOUBT
                || (!failure.isLate() && hasWorkedMeanwhile(operation, delivery));
        Disposition disposition =
                policy.of(failure, message.receiveCount(), counts ? attempts.number(message) : NOT_COUNTED);
        attempts.suspected(message, delivery, operation);
        return disposition;
    }

    /** Whether the operation has succeeded for another message between the calls of this delivery. */
    private boolean hasWorkedMeanwhile(ServiceCall operation, HandlerContext delivery) {
        return delivery.event()
                .map(ReservationEvent::reservationId)
                .map(reservation -> outages.failedCalls(operation, reservation.value()) < delivery.handlerAttempts())
                .orElse(true);
    }

    /**
     * Counts only if calls for other messages have succeeded in between: then the service throttles only this message.
     */
    private Disposition ofThrottled(Throttled throttled, ReceivedMessage message, HandlerContext delivery) {
        Disposition disposition = attempts.isProven(message)
                ? policy.of(throttled, message.receiveCount(), attempts.number(message))
                : policy.held(throttled, message.receiveCount(), age(message));
        delivery.step()
                .ifPresentOrElse(
                        operation -> attempts.suspected(message, delivery, operation),
                        () -> attempts.notCounted(message, delivery));
        return disposition;
    }

    private Duration age(ReceivedMessage message) {
        return Duration.between(message.sentAt(), clock.instant());
    }
}
