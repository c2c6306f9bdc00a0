package com.traffictacos.reservation.worker.operations.telemetry;

import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException;
import com.traffictacos.reservation.worker.pipeline.delivery.QueueDepths;
import com.traffictacos.reservation.worker.pipeline.delivery.QueueDepths.Depth;
import com.traffictacos.reservation.worker.pipeline.lifecycle.WorkerLifecycle;
import com.traffictacos.reservation.worker.pipeline.lifecycle.WorkerLifecycle.State;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures.Place;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The depths of the queue and of its dead-letter queue: two requests every {@code worker.queue.depth.interval} (half a
 * minute by default; zero disables the requests and the metrics). If a queue does not answer, or the worker stops, the
 * value is NaN and never an old one.
 *
 * <p>Read by scrapes, written by one timer.
 */
@Singleton
public class QueueDepthGauges {

    private static final JsonLog LOG = JsonLog.of(QueueDepthGauges.class);

    private final QueueDepths depths;
    private final WorkerLifecycle lifecycle;
    private final WorkerExecutors executors;
    private final Duration interval;
    private volatile Optional<Depth> queue = Optional.empty();
    private volatile Optional<Depth> deadLetterQueue = Optional.empty();

    @Inject
    public QueueDepthGauges(
            QueueDepths depths,
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
                    read(reading, "main", queue);
                    read(reading, "dead_letter", deadLetterQueue);
                },
                "queue",
                "state");
        executors.repeat(Place.QUEUE_DEPTH, Duration.ZERO, interval, this::ask);
    }

    private static void read(GaugeWithCallback.Callback reading, String name, Optional<Depth> depth) {
        reading.call(figure(depth, Depth::visible), name, "visible");
        reading.call(figure(depth, Depth::inFlight), name, "in_flight");
        reading.call(figure(depth, Depth::delayed), name, "delayed");
    }

    private static double figure(Optional<Depth> depth, ToLongFunction<Depth> figure) {
        return depth.map(known -> (double) figure.applyAsLong(known)).orElse(Double.NaN);
    }

    void ask() {
        boolean running = lifecycle.state() == State.RUNNING;
        // If a depth could not be read, for whatever reason, it is unknown; the old value is not kept.
        Optional<Depth> queueNow = Optional.empty();
        Optional<Depth> deadLettersNow = Optional.empty();
        try {
            queueNow = running ? ask("queue", depths::queue) : Optional.empty();
            deadLettersNow = running ? ask("dead-letter queue", depths::deadLetterQueue) : Optional.empty();
        } finally {
            queue = queueNow;
            deadLetterQueue = deadLettersNow;
        }
    }

    private static Optional<Depth> ask(String name, Supplier<Depth> question) {
        try {
            return Optional.of(question.get());
        } catch (QueueUnavailableException e) {
            LOG.debug("the depth of the " + name + " is not known", fields -> fields.error(e));
            return Optional.empty();
        }
    }
}
