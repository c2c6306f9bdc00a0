package com.traffictacos.reservation.worker.telemetry;

import static com.traffictacos.reservation.worker.telemetry.Series.named;

import com.traffictacos.reservation.worker.handling.CallObserver;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/** Calls to services by how they ended. Every series is looked up once, here. Safe for use by any number of threads. */
@Singleton
public final class CallMetrics implements CallObserver {

    private final Series<Operation, Series<Result, Timer>> calls;

    @Inject
    public CallMetrics(MetricRegistry registry) {
        calls = Series.of(
                Operation.class,
                operation -> Series.of(
                        Result.class,
                        result -> registry.timer(
                                named("worker_call_duration", "Time that calls to services took."),
                                new Tag("dependency", operation.dependency().label()),
                                new Tag("operation", operation.label()),
                                new Tag("result", result.label()))));
    }

    @Override
    public void called(Operation operation, Result result, Duration took) {
        calls.get(operation).get(result).update(took);
    }
}
