package com.traffictacos.reservation.worker.handler;

import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.EventFailure;
import com.traffictacos.reservation.worker.event.failure.HoldNotExpired;
import com.traffictacos.reservation.worker.event.failure.InvalidEvent;
import com.traffictacos.reservation.worker.event.failure.LeaseLost;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.Throttled;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Is notified of every call to a service, and of every call that was not made because a circuit is open.
 * Implementations are safe for use by any number of threads, return immediately and never throw.
 */
@FunctionalInterface
public interface CallObserver {

    /** How a call ended. */
    enum Result {
        /**
         * The service carried out the call, had carried it out before, or reported that the reservation has changed.
         */
        SUCCESS,
        /** The service rejected the call permanently. */
        REJECTED,
        /** The service answered with a transient failure, or did not answer in time. */
        TRANSIENT,
        /** The service throttles ({@code Retry-After}). */
        THROTTLED,
        /** The address does not accept connections. */
        UNREACHABLE,
        /** The call was not made: the operation is down. */
        CIRCUIT_OPEN,
        /** The call was not made: no slot of the concurrency limit became free in time. */
        NO_SLOT,
        /** An unexpected exception was thrown: a bug. */
        UNEXPECTED;

        private final String label = name().toLowerCase(Locale.ROOT);

        /** The value of the metric label {@code result}. */
        public String label() {
            return label;
        }

        static Result of(EventFailure verdict) {
            return switch (verdict) {
                case PermanentFailure ignored -> REJECTED;
                case TransientFailure ignored -> TRANSIENT;
                case Throttled ignored -> THROTTLED;
                case DependencyUnavailable ignored -> UNREACHABLE;
                // These are not verdicts on a call.
                case InvalidEvent ignored -> UNEXPECTED;
                case HoldNotExpired ignored -> UNEXPECTED;
                case LeaseLost ignored -> UNEXPECTED;
            };
        }
    }

    /** Ignores every call. */
    CallObserver NONE = (operation, result, took) -> {};

    /** @param took zero for a call that was not made */
    void called(ServiceCall operation, Result result, Duration took);

    /**
     * Is notified of the cause of a call that was made and failed, after {@link #called}.
     *
     * @param detail for operators; never a body or a secret
     */
    default void failed(ServiceCall operation, Result result, String detail) {}

    /** Makes the call and reports it; returns and throws what the call returns and throws. */
    default <T> T observe(ServiceCall operation, Supplier<T> call) {
        long begunNanos = System.nanoTime();
        Result result = Result.UNEXPECTED;
        String detail = "";
        try {
            T answer = call.get();
            result = Result.SUCCESS;
            return answer;
        } catch (EventFailure verdict) {
            result = Result.of(verdict);
            detail = verdict.detail();
            throw verdict;
        } catch (RuntimeException bug) {
            detail = bug.getClass().getSimpleName();
            throw bug;
        } finally {
            called(operation, result, Duration.ofNanos(System.nanoTime() - begunNanos));
            if (result != Result.SUCCESS) {
                failed(operation, result, detail);
            }
        }
    }
}
