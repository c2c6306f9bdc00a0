package com.traffictacos.reservation.worker.pipeline.delivery;

import com.traffictacos.reservation.worker.pipeline.delivery.WorkerObserver.SettleAction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/**
 * The only place where the outcome of a delivery is counted, both in the ledger and for the observer. Safe for use by
 * any number of threads.
 */
@Singleton
public final class DeliveryRecorder {

    private final DeliveryLedger ledger;
    private final WorkerObserver observer;
    private final ReceiveBudget budget;

    @Inject
    public DeliveryRecorder(DeliveryLedger ledger, WorkerObserver observer, ReceiveBudget budget) {
        this.ledger = ledger;
        this.observer = observer;
        this.budget = budget;
    }

    public void received(List<ReceivedMessage> messages, Duration took) {
        ledger.received(messages.size());
        observer.received(messages, took);
    }

    public void receiveFailed(Throwable cause, Duration pause) {
        observer.receiveFailed(cause, pause);
    }

    public void disposed(DeliveryResult settlement) {
        observer.disposed(settlement);
    }

    public void conclude(DeliveryResult settlement, Outcome outcome) {
        ledger.concluded(outcome);
        // Only a dead letter, and a delivery that a later one has replaced, still have their content here.
        budget.dropped(settlement.message());
        observer.concluded(settlement, outcome);
    }

    /** From now on only what is needed to settle this delivery is held in memory. */
    public void contentDropped(ReceivedMessage message) {
        budget.dropped(message);
    }

    public void settleFailed(SettleAction action, ReceivedMessage message, String code, String detail) {
        observer.settleFailed(action, message, code, detail);
    }

    public void started() {
        observer.started();
    }

    public void drained(Duration took) {
        observer.drained(ledger.balance(), took);
    }
}
