package com.traffictacos.reservation.worker.operations.telemetry;

import com.traffictacos.reservation.worker.handler.CallObserver;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import java.time.Duration;

/** Counts calls to services by their result. Each series is looked up once, here. Thread-safe. */
@SingletonBean
@Typed(CallMetrics.class)
public final class CallMetrics implements CallObserver {

    private final Series<ServiceCall, Series<Result, DistributionDataPoint>> calls;

    @Inject
    public CallMetrics(Metrics metrics) {
        Histogram durations = metrics.tracedHistogram(
                "worker_call_duration_seconds",
                "Time that calls to services took.",
                HistogramBuckets.calls(),
                "dependency",
                "operation",
                "result");
        calls = Series.of(
                ServiceCall.class,
                operation -> Series.of(
                        Result.class,
                        result -> durations.labelValues(
                                operation.dependency().label(), operation.label(), result.label())));
    }

    @Override
    public void called(ServiceCall operation, Result result, Duration took) {
        calls.get(operation).get(result).observe(HistogramBuckets.seconds(took));
    }
}
