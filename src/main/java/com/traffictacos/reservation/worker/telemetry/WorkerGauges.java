package com.traffictacos.reservation.worker.telemetry;

import com.traffictacos.reservation.worker.worker.Leases;
import com.traffictacos.reservation.worker.worker.Ledger;
import com.traffictacos.reservation.worker.worker.Permits;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Registers the figures that are read when somebody looks, not counted when something happens. */
@Singleton
public class WorkerGauges {

    void register(@Observes Startup startup, MetricRegistry registry, Permits permits, Leases leases, Ledger ledger) {
        registry.gauge(WorkerMetrics.named("worker_active_tasks", "Deliveries in work."), leases, Leases::inWork);
        registry.gauge(
                WorkerMetrics.named("worker_permits_free", "Workers that wait for a message."), permits, Permits::free);
        registry.gauge(
                WorkerMetrics.named(
                        "worker_unaccounted", "Deliveries neither settled nor in hand; zero in a worker without bugs."),
                ledger,
                books -> books.balance().unaccounted());
    }
}
