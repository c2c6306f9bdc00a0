package com.traffictacos.reservation.worker.pipeline.dependency;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.EventFailure;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.CallObserver;
import com.traffictacos.reservation.worker.handler.CallObserver.Result;
import com.traffictacos.reservation.worker.handler.LeaseFence;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.settings.HandlingTime;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes every call to a service: waits for a slot of the service's limit, checks the circuit breaker of the operation,
 * makes the call, and records how it ended. Safe for use by any number of threads.
 */
@SingletonBean
public final class GuardedCall {

    /**
     * A failure after this fraction of the deadline is treated as a timeout, because the timers of clients are not
     * exact.
     */
    private static final double PART_OF_DEADLINE = 0.95;

    private final DependencyOutages outages;
    private final ConcurrencyLimits limits;
    private final CallObserver observer;

    @Inject
    public GuardedCall(DependencyOutages outages, ConcurrencyLimits limits, CallObserver observer) {
        this.outages = outages;
        this.limits = limits;
        this.observer = observer;
    }

    /**
     * Makes the call on the calling thread.
     *
     * @param reservation the reservation of the call
     * @param call throws only {@link EventFailure}s
     * @throws DependencyUnavailable if the operation is down or no slot became free: the call was not made
     * @throws com.traffictacos.reservation.worker.event.failure.LeaseLost if the lease was lost while the call waited
     */
    public <T> T make(ServiceCall operation, ReservationId reservation, Supplier<T> call) {
        LeaseFence lease = LeaseFence.take();
        if (outages.isOpen(operation)) {
            throw open(operation);
        }
        ConcurrencyLimiter limiter = limits.limiter(operation.dependency());
        boolean waits = limiter.isFull();
        acquire(operation, limiter);
        try {
            if (waits) {
                lease.check();
            }
            boolean trial = outages.enter(operation).orElseThrow(() -> open(operation));
            return trial
                    ? makeTrial(operation, reservation.value(), call)
                    : make(operation, reservation.value(), call, false);
        } finally {
            limiter.release();
        }
    }

    private void acquire(ServiceCall operation, ConcurrencyLimiter limiter) {
        Optional<InterruptedException> interrupted = Optional.empty();
        try {
            if (limiter.acquire(HandlingTime.SLOT_WAIT)) {
                return;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            interrupted = Optional.of(stopped);
        }
        observer.called(operation, Result.NO_SLOT, Duration.ZERO);
        throw new DependencyUnavailable(
                operation.dependency(),
                operation.label() + " waited too long for its turn, " + limiter.limit() + " calls at a time",
                interrupted.orElse(null));
    }

    private DependencyUnavailable open(ServiceCall operation) {
        observer.called(operation, Result.CIRCUIT_OPEN, Duration.ZERO);
        return new DependencyUnavailable(operation.dependency(), operation.label() + " is down, circuit open", null);
    }

    private <T> T makeTrial(ServiceCall operation, String reservation, Supplier<T> call) {
        try {
            return make(operation, reservation, call, true);
        } finally {
            outages.trialEnded(operation);
        }
    }

    private <T> T make(ServiceCall operation, String reservation, Supplier<T> call, boolean trial) {
        ConcurrencyLimiter limiter = limits.limiter(operation.dependency());
        long begun = System.nanoTime();
        try {
            T answer = observer.observe(operation, call);
            limiter.answered(begun, System.nanoTime());
            outages.succeeded(operation, begun);
            return answer;
        } catch (TransientFailure failure) {
            long now = System.nanoTime();
            if (now - begun
                    < PART_OF_DEADLINE * limits.deadline(operation.dependency()).toNanos()) {
                outages.failed(operation, reservation, failure, trial);
                throw failure;
            }
            // An overloaded service is not treated as down as long as its limit can be lowered.
            boolean canShrink = limiter.canShrink();
            limiter.late(reservation, begun, now);
            if (trial || !canShrink) {
                outages.failed(operation, reservation, failure, trial);
            }
            throw failure.late();
        } catch (PermanentFailure refused) {
            limiter.answered(begun, System.nanoTime());
            outages.failed(operation, reservation, refused, trial);
            throw refused;
        } catch (EventFailure failure) {
            outages.failed(operation, reservation, failure, trial);
            throw failure;
        }
    }
}
