package com.traffictacos.reservation.worker.telemetry;

import static com.traffictacos.reservation.worker.telemetry.Series.named;

import com.traffictacos.reservation.worker.log.JsonLog;
import com.traffictacos.reservation.worker.worker.MessageQueue.QueueUnavailable;
import com.traffictacos.reservation.worker.worker.QueueDepths;
import com.traffictacos.reservation.worker.worker.QueueDepths.Depth;
import com.traffictacos.reservation.worker.worker.WorkerExecutors;
import com.traffictacos.reservation.worker.worker.WorkerLifecycle;
import com.traffictacos.reservation.worker.worker.WorkerLifecycle.State;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/**
 * What waits in the queue and in its dead-letter queue, asked for now and then: two requests every {@code
 * worker.queue.depth.interval} (half a minute by default; zero asks never, and then there are no such figures). A queue
 * that does not answer, and a worker that stops, show as NaN, never as an old figure.
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

    void start(@Observes Startup startup, MetricRegistry registry) {
        if (!interval.isPositive()) {
            return;
        }
        register(registry, "main", "visible", () -> queue, Depth::visible);
        register(registry, "main", "in_flight", () -> queue, Depth::inFlight);
        register(registry, "main", "delayed", () -> queue, Depth::delayed);
        register(registry, "dead_letter", "visible", () -> deadLetterQueue, Depth::visible);
        register(registry, "dead_letter", "in_flight", () -> deadLetterQueue, Depth::inFlight);
        Future<?> unused =
                executors.polling().scheduleWithFixedDelay(this::ask, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void register(
            MetricRegistry registry,
            String name,
            String state,
            Supplier<Optional<Depth>> depth,
            ToLongFunction<Depth> figure) {
        registry.gauge(
                named("sqs_queue_messages", "Messages in the queue, approximately; NaN while it does not say."),
                () -> depth.get()
                        .map(known -> (double) figure.applyAsLong(known))
                        .orElse(Double.NaN),
                new Tag("queue", name),
                new Tag("state", state));
    }

    void ask() {
        boolean running = lifecycle.state() == State.RUNNING;
        queue = running ? ask("queue", depths::queue) : Optional.empty();
        deadLetterQueue = running ? ask("dead-letter queue", depths::deadLetterQueue) : Optional.empty();
    }

    private static Optional<Depth> ask(String name, Supplier<Depth> question) {
        try {
            return Optional.of(question.get());
        } catch (QueueUnavailable e) {
            LOG.debug("the depth of the " + name + " is not known", fields -> fields.error(e));
            return Optional.empty();
        }
    }
}
