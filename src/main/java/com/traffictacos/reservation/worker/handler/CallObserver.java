package com.traffictacos.reservation.worker.handler;

import com.traffictacos.reservation.worker.event.failure.Dependency;
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
 * Is told of every call to a service, and of every call that an open circuit kept from being made. Implementations are
 * safe for use by any number of threads, return at once and never throw.
 */
@FunctionalInterface
public interface CallObserver {

    /** The calls that there are. */
    enum Operation {
        RELEASE_HOLD(Dependency.INVENTORY),
        COMMIT_RESERVATION(Dependency.INVENTORY),
        READ_RESERVATION(Dependency.RESERVATION_API),
        CHANGE_RESERVATION(Dependency.RESERVATION_API);

        private final Dependency dependency;
        private final String label = name().toLowerCase(Locale.ROOT);

        Operation(Dependency dependency) {
            this.dependency = dependency;
        }

        public Dependency dependency() {
            return dependency;
        }

        /** The value of the metric label {@code operation}. */
        public String label() {
            return label;
        }
    }

    /** How a call ended. */
    enum Result {
        /** The service did it, or had done it before, or said that the reservation has moved on. */
        SUCCESS,
        /** The service refused for good. */
        REJECTED,
        /** The service failed in a way that passes, or did not answer in time. */
        TRANSIENT,
        /** The service asked for patience. */
        THROTTLED,
        /** Nobody listens at the address. */
        UNREACHABLE,
        /** The call was not made: the operation is down. */
        CIRCUIT_OPEN,
        /** The call was not made: too many others were, for too long. */
        NO_SLOT,
        /** Something else was thrown: a bug. */
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
                // No verdicts on a call.
                case InvalidEvent ignored -> UNEXPECTED;
                case HoldNotExpired ignored -> UNEXPECTED;
                case LeaseLost ignored -> UNEXPECTED;
            };
        }
    }

    /** Tells nobody. */
    CallObserver NONE = (operation, result, took) -> {};

    /** @param took zero for a call that was not made */
    void called(Operation operation, Result result, Duration took);

    /** Makes the call and tells of it; returns and throws what the call does. */
    default <T> T observe(Operation operation, Supplier<T> call) {
        long begunNanos = System.nanoTime();
        Result result = Result.UNEXPECTED;
        try {
            T answer = call.get();
            result = Result.SUCCESS;
            return answer;
        } catch (EventFailure verdict) {
            result = Result.of(verdict);
            throw verdict;
        } finally {
            called(operation, result, Duration.ofNanos(System.nanoTime() - begunNanos));
        }
    }
}
