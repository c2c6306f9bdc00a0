package com.traffictacos.reservation.worker.operations.telemetry;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.operations.auth.AdminTokens;
import com.traffictacos.reservation.worker.operations.fleet.FleetPause;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryBalance;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryLedger;
import com.traffictacos.reservation.worker.pipeline.dependency.ConcurrencyLimits;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyOutages;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyState;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightMessages;
import com.traffictacos.reservation.worker.pipeline.permit.Permits;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures.Place;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Registers the metrics that are read at each scrape instead of counted at each event. */
@SingletonBean
public class WorkerGauges {

    void work(@Observes Startup startup, Metrics metrics, Permits permits, InFlightMessages deliveries, Clock clock) {
        metrics.gauge("worker_active_tasks", "Deliveries in flight.", deliveries::count);
        metrics.gauge(
                "worker_permits_free",
                "Permits that may be taken. One that a busy worker has lent to the next message is free as well.",
                permits::free);
        metrics.gauge("worker_permits_limit", "Permits in all: WORKER_CONCURRENCY.", permits::total);
        metrics.gauge(
                "worker_oldest_message_age_seconds",
                "Time since the oldest message in flight was sent; 0 if none.",
                () -> deliveries
                        .oldestSentAt()
                        .map(sentAt -> seconds(Duration.between(sentAt, clock.instant())))
                        .orElse(0.0));
    }

    void deliveryBalance(@Observes Startup startup, Metrics metrics, DeliveryLedger ledger) {
        metrics.gauges(
                "worker_balance",
                "Deliveries since the start, by what became of them.",
                reading -> {
                    DeliveryBalance balance = ledger.balance();
                    reading.call((double) balance.received(), "received");
                    reading.call((double) balance.acknowledged(), "acknowledged");
                    reading.call((double) balance.retried(), "retried");
                    reading.call((double) balance.deadLettered(), "dead_lettered");
                    reading.call((double) balance.released(), "released");
                    reading.call((double) balance.inFlight(), "in_hand");
                },
                "account");
        metrics.gauge(
                "worker_unaccounted", "Deliveries neither settled nor in flight; zero in a worker without bugs.", () ->
                        (double) ledger.balance().unaccounted());
        metrics.gauge(
                "worker_last_receive_age_seconds",
                "Time since the queue last answered a receive.",
                () -> ledger.sinceLastReceive().map(WorkerGauges::seconds).orElse(Double.NaN));
    }

    void services(@Observes Startup startup, Metrics metrics, DependencyOutages outages, ConcurrencyLimits limits) {
        metrics.gauges(
                "worker_dependency_state",
                "State of a service: 0 up, 1 probing, 2 down.",
                reading -> {
                    for (Dependency dependency : Dependency.values()) {
                        reading.call(level(outages.state(dependency)), dependency.label());
                    }
                },
                "dependency");
        metrics.gauges(
                "worker_concurrency_limit",
                "Calls that a service is given at a time, found by its answers; the number of workers while it keeps up.",
                reading -> {
                    for (Dependency dependency : Dependency.values()) {
                        reading.call((double) limits.limit(dependency), dependency.label());
                    }
                },
                "dependency");
    }

    void failures(@Observes Startup startup, Metrics metrics, UnexpectedFailures failures) {
        metrics.counters(
                "worker_observer_failures_total",
                "What metrics, log or traces threw; the events were settled all the same.",
                reading -> count(reading, failures, true),
                "observer");
        metrics.counters(
                "worker_task_failures_total",
                "What a task of the worker threw unexpectedly; it went on.",
                reading -> count(reading, failures, false),
                "task");
    }

    private static void count(CounterWithCallback.Callback reading, UnexpectedFailures failures, boolean observers) {
        for (Place place : Place.values()) {
            if (place.isObserver() == observers) {
                reading.call((double) failures.count(place), place.label());
            }
        }
    }

    void operators(@Observes Startup startup, Metrics metrics, AdminTokens tokens) {
        metrics.counters(
                "worker_admin_tokens_reloads_total",
                "Changes of ADMIN_TOKENS_FILE while the worker ran, by whether they could be taken over.",
                reading -> {
                    reading.call((double) tokens.applied(), "applied");
                    reading.call((double) tokens.rejected(), "rejected");
                },
                "result");
    }

    void fleet(@Observes Startup startup, Metrics metrics, FleetPause fleet) {
        metrics.gauge(
                "worker_fleet_paused",
                "1 while an operator has paused all workers of the queue, as this one knows; otherwise 0.",
                () -> fleet.status().flag().paused() ? 1 : 0);
        metrics.gauge(
                "worker_fleet_flag_unknown",
                "1 until this worker has read the flag that pauses all workers for the first time; otherwise 0.",
                () -> fleet.status().isKnown() ? 0 : 1);
        metrics.counters(
                "worker_fleet_flag_reads_total",
                "Reads of the flag that pauses all workers, by whether they brought one.",
                reading -> {
                    reading.call((double) fleet.reads(), "ok");
                    reading.call((double) fleet.failures(), "failed");
                },
                "result");
    }

    void build(
            @Observes Startup startup,
            Metrics metrics,
            @ConfigProperty(name = "worker.build.version") Optional<String> version) {
        metrics.info("worker_build_info", "What runs here; always 1.", "version", "java_version")
                .addLabelValues(version.orElse("unknown"), Runtime.version().toString());
    }

    private static int level(DependencyState state) {
        return switch (state) {
            case UP -> 0;
            case PROBING -> 1;
            case DOWN -> 2;
        };
    }

    private static double seconds(Duration duration) {
        return Math.max(0, HistogramBuckets.seconds(duration));
    }
}
