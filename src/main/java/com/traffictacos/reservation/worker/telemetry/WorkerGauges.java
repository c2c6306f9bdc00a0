package com.traffictacos.reservation.worker.telemetry;

import static com.traffictacos.reservation.worker.telemetry.Series.named;

import com.traffictacos.reservation.worker.event.Dependency;
import com.traffictacos.reservation.worker.worker.Balance;
import com.traffictacos.reservation.worker.worker.Leases;
import com.traffictacos.reservation.worker.worker.Ledger;
import com.traffictacos.reservation.worker.worker.Outages;
import com.traffictacos.reservation.worker.worker.Permits;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** Registers the figures that are read when somebody looks, not counted when something happens. */
@Singleton
public class WorkerGauges {

    void work(@Observes Startup startup, MetricRegistry registry, Permits permits, Leases leases, Clock clock) {
        registry.gauge(named("worker_active_tasks", "Deliveries in work."), leases, Leases::inWork);
        registry.gauge(named("worker_permits_free", "Workers that wait for a message."), permits, Permits::free);
        registry.gauge(named("worker_permits_limit", "Workers that there are."), permits, Permits::total);
        registry.gauge(
                named(
                        "worker_oldest_message_age_seconds",
                        "Time since the oldest message in work was sent; 0 if none."),
                leases,
                held -> held.oldestSentAt()
                        .map(sentAt -> seconds(Duration.between(sentAt, clock.instant())))
                        .orElse(0.0));
    }

    void books(@Observes Startup startup, MetricRegistry registry, Ledger ledger) {
        balance(registry, ledger, "received", Balance::received);
        balance(registry, ledger, "acknowledged", Balance::acknowledged);
        balance(registry, ledger, "retried", Balance::retried);
        balance(registry, ledger, "dead_lettered", Balance::deadLettered);
        balance(registry, ledger, "released", Balance::released);
        balance(registry, ledger, "in_hand", Balance::inHand);
        registry.gauge(
                named("worker_unaccounted", "Deliveries neither settled nor in hand; zero in a worker without bugs."),
                ledger,
                books -> books.balance().unaccounted());
        registry.gauge(
                named("worker_last_receive_age_seconds", "Time since the queue last answered a receive."),
                ledger,
                books -> books.sinceLastReceive().map(WorkerGauges::seconds).orElse(Double.NaN));
    }

    void services(@Observes Startup startup, MetricRegistry registry, Outages outages) {
        for (Dependency dependency : Dependency.values()) {
            registry.gauge(
                    named(
                            "worker_dependency_state",
                            "How a service stands: 0 it answers, 1 a probe finds out, 2 it is down."),
                    outages,
                    known -> level(known.state(dependency)),
                    new Tag("dependency", dependency.label()));
        }
    }

    void build(
            @Observes Startup startup,
            MetricRegistry registry,
            @ConfigProperty(name = "worker.build.version") Optional<String> version) {
        registry.gauge(
                named("worker_build_info", "What runs here; always 1."),
                () -> 1,
                new Tag("version", version.orElse("unknown")),
                new Tag("java_version", Runtime.version().toString()));
    }

    private static int level(Outages.State state) {
        return switch (state) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }

    private static void balance(
            MetricRegistry registry, Ledger ledger, String account, ToLongFunction<Balance> reader) {
        registry.gauge(
                named("worker_balance", "Deliveries since the start, by what became of them."),
                ledger,
                books -> reader.applyAsLong(books.balance()),
                new Tag("account", account));
    }

    private static double seconds(Duration duration) {
        return Math.max(0, duration.toNanos() / 1e9);
    }
}
