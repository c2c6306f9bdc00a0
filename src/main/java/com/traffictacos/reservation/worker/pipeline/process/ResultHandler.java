package com.traffictacos.reservation.worker.pipeline.process;

import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.EventFailure;
import com.traffictacos.reservation.worker.event.failure.HoldNotExpired;
import com.traffictacos.reservation.worker.event.failure.InvalidEvent;
import com.traffictacos.reservation.worker.event.failure.LeaseLost;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.Throttled;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.CallObserver.Operation;
import com.traffictacos.reservation.worker.handler.HandlerContext;
import com.traffictacos.reservation.worker.handler.HandlerResult;
import com.traffictacos.reservation.worker.pipeline.delivery.Disposition;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.pipeline.dependency.ConcurrencyLimits;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyOutages;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/**
 * Decides whether the end of a delivery counts as a try of its message, and by the {@link DispositionPolicy} what becomes
 * of the message. Safe for use by any number of threads.
 */
@Singleton
public final class ResultHandler {

    /**
     * Deliveries of one message that fail before it is taken to be the message's fault, where nothing else says so. A
     * smaller {@code MAX_RETRIES} would dead-letter good events in the moments before an outage is known.
     */
    static final int DELIVERIES_IN_DOUBT = 3;

    /** Deliveries that a message may lose to an overloaded service. After them its late calls count. */
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

    /** A delivery begins: what is known of the earlier ones of its message goes with it. */
    void begins(ReceivedMessage message, HandlerContext delivery) {
        attempts.remind(message, delivery);
    }

    /** A delivery was handed back before its work began. */
    void untried(ReceivedMessage message) {
        attempts.untried(message);
    }

    /** A handler has brought its event to an end. */
    Disposition of(HandlerResult handled) {
        return policy.of(handled);
    }

    /** Something was thrown on the way. */
    Disposition of(Throwable thrown, ReceivedMessage message, HandlerContext delivery) {
        Throwable failure = thrown instanceof TimeoutException late ? tookTooLong(late, delivery) : thrown;
        if (!(failure instanceof EventFailure verdict)) {
            return counted(failure, message, delivery);
        }
        return switch (verdict) {
            case InvalidEvent invalid -> atOnce(invalid, message);
            case PermanentFailure permanent ->
                isRefusedToAll(permanent, delivery) ? held(permanent, message, delivery) : atOnce(permanent, message);
            case TransientFailure transientFailure -> ofFailedCall(transientFailure, message, delivery);
            case Throttled throttled -> ofThrottled(throttled, message, delivery);
            case DependencyUnavailable unavailable -> held(unavailable, message, delivery);
            case HoldNotExpired early -> {
                attempts.excused(message, delivery);
                yield atOnce(early, message);
            }
            case LeaseLost lost -> {
                attempts.excused(message, delivery);
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

    /** The bound around a whole try: says no more than that a call did not come back, which passes like any other timeout. */
    private static TransientFailure tookTooLong(TimeoutException late, HandlerContext delivery) {
        return new TransientFailure(
                delivery.step().operation().map(Operation::dependency).orElse(Dependency.RESERVATION_API),
                "the handler took too long",
                late);
    }

    /** It does not speak against the message, which is returned to the queue; not for ever, the queue would delete it. */
    private Disposition held(EventFailure why, ReceivedMessage message, HandlerContext delivery) {
        attempts.excused(message, delivery);
        return policy.held(why, message.receiveCount(), age(message));
    }

    private boolean isRefusedToAll(PermanentFailure permanent, HandlerContext delivery) {
        return permanent.refusal().isPresent()
                && delivery.step()
                        .operation()
                        .filter(operation ->
                                outages.refuses(operation, permanent.refusal().get()))
                        .isPresent();
    }

    private Disposition ofFailedCall(TransientFailure failure, ReceivedMessage message, HandlerContext delivery) {
        Optional<Operation> called = delivery.step().operation();
        if (called.isEmpty()) {
            return counted(failure, message, delivery);
        }
        Operation operation = called.get();
        if (outages.excusesFailures(operation)) {
            return held(failure, message, delivery);
        }
        if (failure.isLate()
                && limits.isReduced(operation.dependency())
                && attempts.overloaded(message) < DELIVERIES_OVERLOADED) {
            attempts.excusedByOverload(message, delivery);
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
    private boolean hasWorkedMeanwhile(Operation operation, HandlerContext delivery) {
        return delivery.event()
                .map(ReservationEvent::reservationId)
                .map(reservation -> outages.failedCalls(operation, reservation.value()) < delivery.tries())
                .orElse(true);
    }

    /** Counts once calls for other messages have succeeded in between: then the service throttles this one alone. */
    private Disposition ofThrottled(Throttled throttled, ReceivedMessage message, HandlerContext delivery) {
        Disposition disposition = attempts.isProven(message)
                ? policy.of(throttled, message.receiveCount(), attempts.number(message))
                : policy.held(throttled, message.receiveCount(), age(message));
        delivery.step()
                .operation()
                .ifPresentOrElse(
                        operation -> attempts.suspected(message, delivery, operation),
                        () -> attempts.excused(message, delivery));
        return disposition;
    }

    private Duration age(ReceivedMessage message) {
        return Duration.between(message.sentAt(), clock.instant());
    }
}
