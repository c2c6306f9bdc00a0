package com.traffictacos.reservation.worker.operations.telemetry;

import com.traffictacos.reservation.worker.operations.services.RecentCalls;
import com.traffictacos.reservation.worker.operations.services.RecentOutages;
import com.traffictacos.reservation.worker.operations.telemetry.tracing.OpenTelemetryTracing;
import com.traffictacos.reservation.worker.operations.telemetry.tracing.SpanContexts;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryTracing;
import com.traffictacos.reservation.worker.pipeline.delivery.GuardedObserver;
import com.traffictacos.reservation.worker.pipeline.delivery.GuardedTracing;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Provides metrics, log and traces to the pipeline, wrapped in the guards that catch exceptions. The beans themselves
 * do not have the types of the ports, so that no injection point can get one that may throw.
 */
@SingletonBean
public class ObserverProducer {

    /** Available as {@code WorkerObserver} and as {@code CallObserver}. */
    @Produces
    @Singleton
    GuardedObserver observer(
            TelemetryObserver worker,
            CallMetrics calls,
            RecentCalls recentCalls,
            RecentOutages recentOutages,
            UnexpectedFailures failures) {
        return new GuardedObserver(worker, List.of(calls, recentCalls), List.of(recentOutages), failures);
    }

    @Produces
    @Singleton
    DeliveryTracing tracing(OpenTelemetryTracing tracing, UnexpectedFailures failures) {
        return new GuardedTracing(tracing, () -> SpanContexts.ids(SpanContexts.newTrace()), failures);
    }
}
