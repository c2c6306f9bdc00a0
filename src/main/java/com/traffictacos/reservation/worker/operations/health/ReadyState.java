package com.traffictacos.reservation.worker.operations.health;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.operations.fleet.FleetPause;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryLedger;
import com.traffictacos.reservation.worker.pipeline.dependency.ConcurrencyLimits;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyOutages;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyState;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightMessages;
import com.traffictacos.reservation.worker.pipeline.lifecycle.WorkerLifecycle;
import com.traffictacos.reservation.worker.pipeline.lifecycle.WorkerLifecycle.State;
import com.traffictacos.reservation.worker.pipeline.receive.PollActivity;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.settings.WorkerMode;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;

/** Whether the worker receives messages at the moment: it runs, and the queue answers. */
@SingletonBean
public class ReadyState {

    private final WorkerLifecycle lifecycle;
    private final PollActivity pollActivity;
    private final DeliveryLedger ledger;
    private final InFlightMessages deliveries;
    private final DependencyOutages outages;
    private final ConcurrencyLimits limits;
    private final FleetPause fleet;
    private final WorkerMode mode;

    @Inject
    public ReadyState(
            WorkerLifecycle lifecycle,
            PollActivity pollActivity,
            DeliveryLedger ledger,
            InFlightMessages deliveries,
            DependencyOutages outages,
            ConcurrencyLimits limits,
            FleetPause fleet,
            WorkerMode mode) {
        this.lifecycle = lifecycle;
        this.pollActivity = pollActivity;
        this.ledger = ledger;
        this.deliveries = deliveries;
        this.outages = outages;
        this.limits = limits;
        this.fleet = fleet;
        this.mode = mode;
    }

    /** Whether the worker receives messages, or would if nobody had paused it. In operations mode: whether it runs. */
    public boolean isReady() {
        return state() == State.RUNNING
                && failuresInARow() == 0
                && (hasQueueAnswered() || mode == WorkerMode.OPERATIONS);
    }

    /** A rollout must not go on with pods that cannot reach the queue: their first receive may take long to fail. */
    private boolean hasQueueAnswered() {
        return !isFleetFlagUnknown() || sinceLastReceive().isPresent();
    }

    /** Whether the worker has not read yet whether the fleet is paused. */
    boolean isFleetFlagUnknown() {
        return !fleet.status().isKnown();
    }

    State state() {
        return lifecycle.state();
    }

    /** Empty until the queue has answered for the first time. */
    Optional<Duration> sinceLastReceive() {
        return ledger.sinceLastReceive();
    }

    /** For information only: an outage of a service does not make a pod less ready. */
    DependencyState stateOf(Dependency dependency) {
        return outages.state(dependency);
    }

    /** The operations of a service that are down, with the cause; empty if none is. */
    Optional<String> causesOf(Dependency dependency) {
        return outages.causes(dependency);
    }

    /** The number of concurrent calls that a service is allowed. */
    int concurrencyLimit(Dependency dependency) {
        return limits.limit(dependency);
    }

    int leasesHeld() {
        return deliveries.count();
    }

    int failuresInARow() {
        return pollActivity.failuresInARow();
    }
}
