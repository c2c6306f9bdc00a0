package com.traffictacos.reservation.worker.telemetry;

import com.traffictacos.reservation.worker.event.Dependency;
import com.traffictacos.reservation.worker.worker.Balance;
import com.traffictacos.reservation.worker.worker.Outcome;
import com.traffictacos.reservation.worker.worker.ReceivedMessage;
import com.traffictacos.reservation.worker.worker.Settlement;
import com.traffictacos.reservation.worker.worker.WorkerObserver;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** Tells metrics and log of whatever happens. Safe for use by any number of threads. */
@Singleton
public final class TelemetryObserver implements WorkerObserver {

    private final WorkerMetrics metrics;
    private final DeliveryLog log = new DeliveryLog();
    private final Clock clock;

    @Inject
    public TelemetryObserver(WorkerMetrics metrics, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public void received(int messages) {
        // The receive itself is no event; deliveries are counted when they end.
    }

    @Override
    public void receiveFailed(Throwable cause, Duration pause) {
        metrics.receiveFailed();
        log.receiveFailed(cause, pause);
    }

    @Override
    public void concluded(Settlement settlement, Outcome outcome) {
        Duration sinceSent = Duration.between(settlement.message().sentAt(), clock.instant());
        metrics.concluded(
                settlement.account().type(), outcome, settlement.account().duration(), sinceSent);
        log.concluded(settlement, outcome);
    }

    @Override
    public void outageBegan(Dependency dependency, Throwable why) {
        log.outageBegan(dependency, why);
    }

    @Override
    public void outageEnded(Dependency dependency, Duration lasted) {
        log.outageEnded(dependency, lasted);
    }

    @Override
    public void settleFailed(SettleAction action, ReceivedMessage message, String code, String detail) {
        metrics.settleFailed(action);
        log.settleFailed(action, message, code, detail);
    }

    @Override
    public void leasesRenewed(int messages) {
        metrics.leasesRenewed(messages);
    }

    @Override
    public void leaseLost(ReceivedMessage message, String why) {
        metrics.leaseLost();
        log.leaseLost(message, why);
    }

    @Override
    public void started() {
        log.started();
    }

    @Override
    public void drained(Balance balance, Duration took) {
        log.drained(balance, took);
    }
}
