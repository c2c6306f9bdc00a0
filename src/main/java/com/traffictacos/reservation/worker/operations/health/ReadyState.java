package com.traffictacos.reservation.worker.operations.health;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryLedger;
import com.traffictacos.reservation.worker.pipeline.dependency.ConcurrencyLimits;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyOutages;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightMessages;
import com.traffictacos.reservation.worker.pipeline.lifecycle.WorkerLifecycle;
import com.traffictacos.reservation.worker.pipeline.lifecycle.WorkerLifecycle.State;
import com.traffictacos.reservation.worker.pipeline.receive.PollLoop;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** Whether messages are taken at this moment: the worker runs, and the queue answers. */
@Singleton
public class ReadyState {

    private final WorkerLifecycle lifecycle;
    private final PollLoop pollLoop;
    private final DeliveryLedger ledger;
    private final InFlightMessages leases;
    private final DependencyOutages outages;
    private final ConcurrencyLimits limits;

    @Inject
    public ReadyState(
            WorkerLifecycle lifecycle,
            PollLoop pollLoop,
            DeliveryLedger ledger,
            InFlightMessages leases,
            DependencyOutages outages,
            ConcurrencyLimits limits) {
        this.lifecycle = lifecycle;
        this.pollLoop = pollLoop;
        this.ledger = ledger;
        this.leases = leases;
        this.outages = outages;
        this.limits = limits;
    }

    /** Whether messages are taken. */
    public boolean isReady() {
        return state() == State.RUNNING && failuresInARow() == 0;
    }

    State state() {
        return lifecycle.state();
    }

    /** Absent before the queue has answered for the first time. */
    Optional<Duration> sinceLastReceive() {
        return ledger.sinceLastReceive();
    }

    /** For people to read: an outage of a service makes no pod less ready. */
    DependencyOutages.State stateOf(Dependency dependency) {
        return outages.state(dependency);
    }

    /** Which operations of a service are down and why; empty if none is. */
    Optional<String> causesOf(Dependency dependency) {
        return outages.causes(dependency);
    }

    /** Calls that a service is given at a time. */
    int concurrencyLimit(Dependency dependency) {
        return limits.limit(dependency);
    }

    int leasesHeld() {
        return leases.inWork();
    }

    int failuresInARow() {
        return pollLoop.failuresInARow();
    }
}
