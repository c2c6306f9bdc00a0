package com.traffictacos.reservation.worker.inventory;

import com.traffictacos.reservation.worker.event.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.TransientFailure;
import jakarta.inject.Singleton;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;

/**
 * The circuit breaker of the inventory service. A breaker belongs to one method, so every call of the service goes
 * through {@link #call}. Safe for use by any number of threads.
 *
 * <ul>
 *   <li>Opens when nine of the last ten calls failed. At 5 % random errors that happens once in 10<sup>10</sup> calls;
 *       in an outage twenty threads reach it with their first calls, and a single message reaches it on its fourth
 *       delivery, before its retries are used up.
 *   <li>Stays open for a second, so that a service in trouble sees one trial call a second and not more.
 *   <li>Closes on the first trial that succeeds, because one probe message makes one call and the next one is to go
 *       through.
 *   <li>Refusals that belong to one message, and requests to slow down, are answers of a living service: they count as
 *       successes.
 * </ul>
 *
 * <p>Each number can be set by MicroProfile Config under this class, method and annotation.
 *
 * @see <a href="https://download.eclipse.org/microprofile/microprofile-fault-tolerance-4.1/microprofile-fault-tolerance-spec-4.1.html">MicroProfile
 *     Fault Tolerance</a>
 */
@Singleton
public class InventoryCircuit {

    /**
     * Makes the call, unless the circuit is open.
     *
     * @throws org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException if it is open
     */
    @CircuitBreaker(
            requestVolumeThreshold = 10,
            failureRatio = 0.9,
            delay = 1,
            delayUnit = ChronoUnit.SECONDS,
            successThreshold = 1,
            failOn = {TransientFailure.class, DependencyUnavailable.class})
    public <T> T call(Supplier<T> call) {
        return call.get();
    }
}
