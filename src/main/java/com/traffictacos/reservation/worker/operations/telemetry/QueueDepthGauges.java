package com.traffictacos.reservation.worker.operations.telemetry;

import com.traffictacos.reservation.worker.pipeline.delivery.QueueDepths.Depth;
import com.traffictacos.reservation.worker.pipeline.lifecycle.WorkerLifecycle;
import com.traffictacos.reservation.worker.pipeline.lifecycle.WorkerLifecycle.State;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures.Place;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The depths of the queue and of its dead-letter queue, as {@link QueueDepthCache} has them: a timer has them read every
 * {@code worker.queue.depth.interval} (half a minute by default; zero disables the timer and the metrics). If a queue
 * does not answer, or the worker stops, the value is NaN and never an old one.
 *
 * <p>Thread-safe.
 */
@SingletonBean
public class QueueDepthGauges {

    private final QueueDepthCache depths;
    private final WorkerLifecycle lifecycle;
    private final WorkerExecutors executors;
    private final Duration interval;

    @Inject
    public QueueDepthGauges(
            QueueDepthCache depths,
            WorkerLifecycle lifecycle,
            WorkerExecutors executors,
            @ConfigProperty(name = "worker.queue.depth.interval") Duration interval) {
        this.depths = depths;
        this.lifecycle = lifecycle;
        this.executors = executors;
        this.interval = interval;
    }

    void start(@Observes Startup startup, Metrics metrics) {
        if (!interval.isPositive()) {
            return;
        }
        metrics.gauges(
                "sqs_queue_messages",
                "Messages in the queue, approximately; NaN while it does not say.",
                reading -> {
                    boolean running = isRunning();
                    QueueDepthCache.Measured measured = depths.cached();
                    read(reading, "main", running ? measured.queue() : Optional.empty());
                    read(reading, "dead_letter", running ? measured.deadLetters() : Optional.empty());
                },
                "queue",
                "state");
        executors.repeat(Place.QUEUE_DEPTH, Duration.ZERO, interval, this::refresh);
    }

    private void refresh() {
        if (isRunning()) {
            depths.latest();
        }
    }

    private boolean isRunning() {
        return lifecycle.state() == State.RUNNING;
    }

    private static void read(GaugeWithCallback.Callback reading, String name, Optional<Depth> depth) {
        reading.call(figure(depth, Depth::visible), name, "visible");
        reading.call(figure(depth, Depth::inFlight), name, "in_flight");
        reading.call(figure(depth, Depth::delayed), name, "delayed");
    }

    private static double figure(Optional<Depth> depth, ToLongFunction<Depth> figure) {
        return depth.map(known -> (double) figure.applyAsLong(known)).orElse(Double.NaN);
    }
}
