package com.traffictacos.reservation.worker.operations.admin.http;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.operations.admin.PollingControl;
import com.traffictacos.reservation.worker.operations.admin.ReceiveObstacle;
import com.traffictacos.reservation.worker.operations.admin.ReceiveObstacles;
import com.traffictacos.reservation.worker.operations.admin.WorkerOverview;
import com.traffictacos.reservation.worker.operations.admin.http.view.JobView;
import com.traffictacos.reservation.worker.operations.admin.http.view.ServiceView;
import com.traffictacos.reservation.worker.operations.admin.http.view.WorkerStatus;
import com.traffictacos.reservation.worker.operations.deadletter.job.DeadLetterJobs;
import com.traffictacos.reservation.worker.operations.fleet.FleetPause;
import com.traffictacos.reservation.worker.operations.services.ServiceReport;
import com.traffictacos.reservation.worker.operations.telemetry.MetricsSnapshot;
import com.traffictacos.reservation.worker.operations.telemetry.MetricsSnapshot.Distribution;
import com.traffictacos.reservation.worker.operations.telemetry.QueueDepthCache;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryBalance;
import com.traffictacos.reservation.worker.pipeline.delivery.QueueDepths.Depth;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.process.PodInfo;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Reads the live status of this worker, cheaply enough for one request per second. Thread-safe. */
@SingletonBean
public final class WorkerStatusReader {

    private final WorkerOverview worker;
    private final MetricsSnapshot figures;
    private final QueueDepthCache depths;
    private final DeadLetterJobs jobs;
    private final PollingControl polling;
    private final ServiceReport services;
    private final ReceiveObstacles obstacles;
    private final FleetPause fleet;

    @Inject
    public WorkerStatusReader(
            WorkerOverview worker,
            MetricsSnapshot figures,
            QueueDepthCache depths,
            DeadLetterJobs jobs,
            PollingControl polling,
            ServiceReport services,
            ReceiveObstacles obstacles,
            FleetPause fleet) {
        this.worker = worker;
        this.figures = figures;
        this.depths = depths;
        this.jobs = jobs;
        this.polling = polling;
        this.services = services;
        this.obstacles = obstacles;
        this.fleet = fleet;
    }

    WorkerStatus now() {
        QueueDepthCache.Measured measured = depths.latest();
        return new WorkerStatus(
                Instant.now(),
                pod(),
                worker.lifecycle(),
                worker.condition().name().toLowerCase(Locale.ROOT),
                figures.events(),
                durations(figures.processing()),
                durations(figures.latency()),
                deliveries(),
                new WorkerStatus.PermitCounts(worker.permits(), worker.permitsFree()),
                worker.inFlight(),
                worker.busy(),
                receives(),
                ofEach(dependency -> polling.state(dependency).label()),
                ofEach(polling::concurrencyLimit),
                services.now().stream().map(ServiceView::of).toList(),
                measured.queue().map(WorkerStatusReader::depth).orElse(null),
                measured.deadLetters().map(WorkerStatusReader::depth).orElse(null),
                measured.at(),
                jobs.running().map(JobView::of).orElse(null));
    }

    private WorkerStatus.Pod pod() {
        Runtime runtime = Runtime.getRuntime();
        return new WorkerStatus.Pod(
                PodInfo.name(),
                PodInfo.startedAt(),
                Runtime.version().toString(),
                polling.queueName(),
                runtime.totalMemory() - runtime.freeMemory(),
                runtime.maxMemory());
    }

    private WorkerStatus.Polling receives() {
        return new WorkerStatus.Polling(
                polling.isPaused(),
                figures.pollErrors(),
                worker.failedReceivesInARow(),
                obstacles.first().map(ReceiveObstacle::word).orElse(null),
                WorkerStatus.FleetFlagView.of(fleet.status()));
    }

    private WorkerStatus.Deliveries deliveries() {
        DeliveryBalance balance = worker.balance();
        return new WorkerStatus.Deliveries(
                balance.received(),
                balance.acknowledged(),
                balance.retried(),
                balance.deadLettered(),
                balance.released(),
                balance.inFlight(),
                balance.unaccounted());
    }

    private static <T> Map<String, T> ofEach(Function<Dependency, T> value) {
        Map<String, T> values = new LinkedHashMap<>();
        for (Dependency dependency : Dependency.values()) {
            values.put(dependency.label(), value.apply(dependency));
        }
        return values;
    }

    private static WorkerStatus.Durations durations(Distribution distribution) {
        List<WorkerStatus.Bucket> buckets = distribution.buckets().entrySet().stream()
                .map(bucket -> new WorkerStatus.Bucket(bucket.getKey(), bucket.getValue()))
                .toList();
        return new WorkerStatus.Durations(
                distribution.count(), distribution.sum().toNanos() / 1e9, buckets);
    }

    private static WorkerStatus.QueueDepth depth(Depth depth) {
        return new WorkerStatus.QueueDepth(depth.visible(), depth.inFlight(), depth.delayed());
    }
}
