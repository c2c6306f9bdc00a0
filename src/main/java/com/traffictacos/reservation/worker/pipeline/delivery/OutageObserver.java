package com.traffictacos.reservation.worker.pipeline.delivery;

import com.traffictacos.reservation.worker.handler.ServiceCall;
import java.time.Duration;

/**
 * Is notified of outages. Implementations are safe for use by any number of threads, return immediately and never
 * throw.
 */
public interface OutageObserver {

    /**
     * An operation of a service is down: polling pauses, except for probes.
     *
     * @param why the failure that started the outage; a {@code PermanentFailure} if the service refuses every call
     */
    void outageBegan(ServiceCall operation, Throwable why);

    /** The operation has succeeded again. */
    void outageEnded(ServiceCall operation, Duration lasted);
}
