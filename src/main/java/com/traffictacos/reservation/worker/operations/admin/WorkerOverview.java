package com.traffictacos.reservation.worker.operations.admin;

import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryBalance;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryLedger;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightMessages;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightView;
import com.traffictacos.reservation.worker.pipeline.lifecycle.WorkerLifecycle;
import com.traffictacos.reservation.worker.pipeline.permit.Permits;
import com.traffictacos.reservation.worker.pipeline.receive.PollActivity;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The state of the worker for the operators' interfaces, in one place. Read-only. Thread-safe. */
@SingletonBean
public final class WorkerOverview {

    private final WorkerLifecycle lifecycle;
    private final PollActivity pollActivity;
    private final Permits permits;
    private final InFlightMessages deliveries;
    private final DeliveryLedger ledger;

    @Inject
    public WorkerOverview(
            WorkerLifecycle lifecycle,
            PollActivity pollActivity,
            Permits permits,
            InFlightMessages deliveries,
            DeliveryLedger ledger) {
        this.lifecycle = lifecycle;
        this.pollActivity = pollActivity;
        this.permits = permits;
        this.deliveries = deliveries;
        this.ledger = ledger;
    }

    /** The overall condition of the worker. */
    public enum Condition {
        HEALTHY,
        /** The worker runs and the queue does not answer, or the worker has not started yet. */
        DEGRADED,
        /** The poll loop is stalled. */
        STUCK,
        /** The worker drains, or has drained. */
        ENDING
    }

    public Condition condition() {
        return switch (lifecycle.state()) {
            case STARTING -> Condition.DEGRADED;
            case RUNNING -> {
                if (pollActivity.isStalled()) {
                    yield Condition.STUCK;
                }
                yield pollActivity.failuresInARow() == 0 ? Condition.HEALTHY : Condition.DEGRADED;
            }
            case DRAINING, STOPPED -> Condition.ENDING;
        };
    }

    /** Whether the worker has not begun to receive yet. */
    public boolean isStarting() {
        return lifecycle.state() == WorkerLifecycle.State.STARTING;
    }

    /** {@code starting}, {@code running}, {@code draining} or {@code stopped}. */
    public String lifecycle() {
        return lifecycle.state().name().toLowerCase(Locale.ROOT);
    }

    public int failedReceivesInARow() {
        return pollActivity.failuresInARow();
    }

    public int permits() {
        return permits.total();
    }

    public int permitsFree() {
        return permits.free();
    }

    public int inFlight() {
        return deliveries.count();
    }

    /** The workers that process a message; never more than there are. */
    public int busy() {
        return deliveries.running();
    }

    /** The messages in flight, the oldest first. */
    public List<InFlightView> deliveries() {
        return deliveries.snapshot().stream()
                .sorted(Comparator.comparing(InFlightView::age).reversed())
                .toList();
    }

    public DeliveryBalance balance() {
        return ledger.balance();
    }

    /** The time since a delivery last ended; empty if none has ended yet. */
    public Optional<Duration> sinceLastConclusion() {
        return ledger.sinceLastConclusion();
    }
}
