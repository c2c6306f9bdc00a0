package com.traffictacos.reservation.worker.pipeline.delivery;

import com.traffictacos.reservation.worker.handler.CallObserver;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures.Place;
import java.time.Duration;
import java.util.List;

/**
 * Protects the pipeline from its observers. Every exception that an observer throws is counted and logged by {@link
 * UnexpectedFailures} and never reaches the pipeline. Safe for use by any number of threads.
 */
public final class GuardedObserver implements WorkerObserver, CallObserver {

    private final WorkerObserver worker;
    private final List<CallObserver> calls;
    private final List<OutageObserver> outages;
    private final UnexpectedFailures failures;

    /**
     * @param worker observes deliveries
     * @param calls observes calls to services
     */
    public GuardedObserver(WorkerObserver worker, CallObserver calls, UnexpectedFailures failures) {
        this(worker, List.of(calls), List.of(), failures);
    }

    /**
     * @param worker observes deliveries
     * @param calls observe calls to services; none is affected by what another one throws
     * @param outages observe outages in addition
     */
    public GuardedObserver(
            WorkerObserver worker,
            List<CallObserver> calls,
            List<OutageObserver> outages,
            UnexpectedFailures failures) {
        this.worker = worker;
        this.calls = List.copyOf(calls);
        this.outages = List.copyOf(outages);
        this.failures = failures;
    }

    private void tell(Runnable notification) {
        failures.observe(Place.OBSERVER, notification);
    }

    @Override
    public void called(ServiceCall operation, Result result, Duration took) {
        for (CallObserver observer : calls) {
            failures.observe(Place.CALL_OBSERVER, () -> observer.called(operation, result, took));
        }
    }

    @Override
    public void failed(ServiceCall operation, Result result, String detail) {
        for (CallObserver observer : calls) {
            failures.observe(Place.CALL_OBSERVER, () -> observer.failed(operation, result, detail));
        }
    }

    @Override
    public void received(List<ReceivedMessage> messages, Duration took) {
        tell(() -> worker.received(messages, took));
    }

    @Override
    public void receiveFailed(Throwable cause, Duration pause) {
        tell(() -> worker.receiveFailed(cause, pause));
    }

    @Override
    public void unusableReceived(String missing, String messageId) {
        tell(() -> worker.unusableReceived(missing, messageId));
    }

    @Override
    public void disposed(DeliveryResult settlement) {
        tell(() -> worker.disposed(settlement));
    }

    @Override
    public void concluded(DeliveryResult settlement, Outcome outcome) {
        tell(() -> worker.concluded(settlement, outcome));
    }

    @Override
    public void outageBegan(ServiceCall operation, Throwable why) {
        tell(() -> worker.outageBegan(operation, why));
        outages.forEach(observer -> tell(() -> observer.outageBegan(operation, why)));
    }

    @Override
    public void outageEnded(ServiceCall operation, Duration lasted) {
        tell(() -> worker.outageEnded(operation, lasted));
        outages.forEach(observer -> tell(() -> observer.outageEnded(operation, lasted)));
    }

    @Override
    public void settleFailed(SettleAction action, ReceivedMessage message, String code, String detail) {
        tell(() -> worker.settleFailed(action, message, code, detail));
    }

    @Override
    public void leasesRenewed(int messages) {
        tell(() -> worker.leasesRenewed(messages));
    }

    @Override
    public void leaseLost(ReceivedMessage message, String why) {
        tell(() -> worker.leaseLost(message, why));
    }

    @Override
    public void started() {
        tell(worker::started);
    }

    @Override
    public void drained(DeliveryBalance balance, Duration took) {
        tell(() -> worker.drained(balance, took));
    }
}
