package com.traffictacos.reservation.worker.operations.admin.http;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.operations.admin.PollingControl;
import com.traffictacos.reservation.worker.operations.admin.WorkerOverview;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterJobs;
import com.traffictacos.reservation.worker.operations.telemetry.MetricsSnapshot;
import com.traffictacos.reservation.worker.operations.telemetry.MetricsSnapshot.Distribution;
import com.traffictacos.reservation.worker.operations.telemetry.QueueDepthCache;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryBalance;
import com.traffictacos.reservation.worker.pipeline.delivery.QueueDepths.Depth;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.process.PodInfo;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.Map;

/**
 * The live status of this worker as one object, cheap enough for one request per second. Counters run from the start of
 * the process and the client computes rates from them; no extra counters exist for this.
 */
@SingletonBean
public final class StatusJson {

    private static final JsonBuilderFactory BUILD = Json.createBuilderFactory(Map.of());

    private final WorkerOverview worker;
    private final MetricsSnapshot figures;
    private final QueueDepthCache depths;
    private final DeadLetterJobs jobs;
    private final PollingControl polling;

    @Inject
    public StatusJson(
            WorkerOverview worker,
            MetricsSnapshot figures,
            QueueDepthCache depths,
            DeadLetterJobs jobs,
            PollingControl polling) {
        this.worker = worker;
        this.figures = figures;
        this.depths = depths;
        this.jobs = jobs;
        this.polling = polling;
    }

    JsonObjectBuilder now() {
        JsonObjectBuilder json = BUILD.createObjectBuilder()
                .add("at", DeadLetterJson.time(Instant.now()))
                .add("pod", pod())
                .add("state", worker.lifecycle())
                .add("condition", DeadLetterJson.word(worker.condition()))
                .add("events", events())
                .add("processing", distribution(figures.processing()))
                .add("latency", distribution(figures.latency()))
                .add("deliveries", deliveries())
                .add(
                        "permits",
                        BUILD.createObjectBuilder()
                                .add("total", worker.permits())
                                .add("free", worker.permitsFree()))
                .add("in_work", worker.inFlight())
                .add(
                        "polling",
                        BUILD.createObjectBuilder()
                                .add("paused", polling.isPaused())
                                .add("errors", figures.pollErrors())
                                .add("failed_in_a_row", worker.failedReceivesInARow()));
        json.add("dependencies", dependencies()).add("concurrency_limits", concurrencyLimits());
        QueueDepthCache.Measured measured = depths.latest();
        measured.queue().ifPresent(depth -> json.add("queue", depth(depth)));
        measured.deadLetters().ifPresent(depth -> json.add("dead_letters", depth(depth)));
        json.add("depths_at", DeadLetterJson.time(measured.at()));
        jobs.running().ifPresent(job -> json.add("job", DeadLetterJson.job(job)));
        return json;
    }

    private JsonObjectBuilder pod() {
        Runtime runtime = Runtime.getRuntime();
        return BUILD.createObjectBuilder()
                .add("name", PodInfo.name())
                .add("started_at", DeadLetterJson.time(PodInfo.startedAt()))
                .add("java", Runtime.version().toString())
                .add("queue", polling.queueName())
                .add("heap_used_bytes", runtime.totalMemory() - runtime.freeMemory())
                .add("heap_max_bytes", runtime.maxMemory());
    }

    private JsonObjectBuilder events() {
        JsonObjectBuilder json = BUILD.createObjectBuilder();
        figures.events().forEach((type, outcomes) -> {
            JsonObjectBuilder counts = BUILD.createObjectBuilder();
            outcomes.forEach(counts::add);
            json.add(type, counts);
        });
        return json;
    }

    private JsonObjectBuilder deliveries() {
        DeliveryBalance balance = worker.balance();
        return BUILD.createObjectBuilder()
                .add("received", balance.received())
                .add("acknowledged", balance.acknowledged())
                .add("retried", balance.retried())
                .add("dead_lettered", balance.deadLettered())
                .add("released", balance.released())
                .add("in_hand", balance.inFlight())
                .add("unaccounted", balance.unaccounted());
    }

    private JsonObjectBuilder dependencies() {
        JsonObjectBuilder json = BUILD.createObjectBuilder();
        for (Dependency dependency : Dependency.values()) {
            json.add(dependency.label(), polling.state(dependency).label());
        }
        return json;
    }

    private JsonObjectBuilder concurrencyLimits() {
        JsonObjectBuilder json = BUILD.createObjectBuilder();
        for (Dependency dependency : Dependency.values()) {
            json.add(dependency.label(), polling.concurrencyLimit(dependency));
        }
        return json;
    }

    private static JsonObjectBuilder distribution(Distribution distribution) {
        JsonArrayBuilder buckets = BUILD.createArrayBuilder();
        distribution
                .buckets()
                .forEach((seconds, count) -> buckets.add(
                        BUILD.createObjectBuilder().add("le_seconds", seconds).add("count", count)));
        return BUILD.createObjectBuilder()
                .add("count", distribution.count())
                .add("sum_seconds", distribution.sum().toNanos() / 1e9)
                .add("buckets", buckets);
    }

    private static JsonObjectBuilder depth(Depth depth) {
        return BUILD.createObjectBuilder()
                .add("visible", depth.visible())
                .add("in_flight", depth.inFlight())
                .add("delayed", depth.delayed());
    }
}
