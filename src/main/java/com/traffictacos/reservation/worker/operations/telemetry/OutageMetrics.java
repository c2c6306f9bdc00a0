package com.traffictacos.reservation.worker.operations.telemetry;

import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.handler.CallObserver.Operation;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;

/** Outages by operation and by what they are. Safe for use by any number of threads. */
@Singleton
public final class OutageMetrics {

    /** What an outage is. */
    private enum Kind {
        /** Calls fail, are throttled, or reach nobody. */
        FAILING,
        /** Calls are refused for good: the configuration is at fault. */
        REFUSING;

        private final String label = name().toLowerCase(Locale.ROOT);
    }

    private final Series<Operation, Series<Kind, CounterDataPoint>> outages;

    @Inject
    public OutageMetrics(Metrics metrics) {
        Counter counter = metrics.counter(
                "worker_outages_total",
                "Outages of operations of services; kind refusing: every call is refused for good.",
                "dependency",
                "operation",
                "kind");
        outages = Series.of(
                Operation.class,
                operation -> Series.of(
                        Kind.class,
                        kind -> counter.labelValues(operation.dependency().label(), operation.label(), kind.label)));
    }

    void began(Operation operation, Throwable why) {
        outages.get(operation)
                .get(why instanceof PermanentFailure ? Kind.REFUSING : Kind.FAILING)
                .inc();
    }
}
