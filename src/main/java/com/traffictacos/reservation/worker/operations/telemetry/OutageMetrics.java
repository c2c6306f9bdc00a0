package com.traffictacos.reservation.worker.operations.telemetry;

import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import jakarta.inject.Inject;
import java.util.Locale;

/** Counts outages by operation and by kind. Thread-safe. */
@SingletonBean
public final class OutageMetrics {

    /** The kind of an outage. */
    private enum Kind {
        /** Calls fail, are throttled, or do not reach the service. */
        FAILING,
        /** Calls are refused for good, because the configuration is wrong. */
        REFUSING;

        private final String label = name().toLowerCase(Locale.ROOT);
    }

    private final Series<ServiceCall, Series<Kind, CounterDataPoint>> outages;

    @Inject
    public OutageMetrics(Metrics metrics) {
        Counter counter = metrics.counter(
                "worker_outages_total",
                "Outages of operations of services; kind refusing: every call is refused for good.",
                "dependency",
                "operation",
                "kind");
        outages = Series.of(
                ServiceCall.class,
                operation -> Series.of(
                        Kind.class,
                        kind -> counter.labelValues(operation.dependency().label(), operation.label(), kind.label)));
    }

    void began(ServiceCall operation, Throwable why) {
        outages.get(operation)
                .get(why instanceof PermanentFailure ? Kind.REFUSING : Kind.FAILING)
                .inc();
    }
}
