package com.traffictacos.reservation.worker.pipeline;

import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryBalance;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryResult;
import com.traffictacos.reservation.worker.pipeline.delivery.Outcome;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.pipeline.delivery.WorkerObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Records its notifications. */
public final class RecordingObserver implements WorkerObserver {

    record Conclusion(DeliveryResult settlement, Outcome outcome) {

        String messageId() {
            return settlement.message().messageId();
        }
    }

    record SettleFailure(SettleAction action, String messageId, String code) {}

    private final List<Conclusion> conclusions = new CopyOnWriteArrayList<>();
    private final List<SettleFailure> settleFailures = new CopyOnWriteArrayList<>();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final List<String> leasesLost = new CopyOnWriteArrayList<>();
    private final List<String> outages = new CopyOnWriteArrayList<>();
    private final AtomicInteger renewals = new AtomicInteger();
    private volatile @Nullable DeliveryBalance balance;

    List<Conclusion> conclusions() {
        return conclusions;
    }

    public List<Outcome> outcomes() {
        return conclusions.stream().map(Conclusion::outcome).toList();
    }

    List<SettleFailure> settleFailures() {
        return settleFailures;
    }

    List<Duration> pauses() {
        return pauses;
    }

    List<String> leasesLost() {
        return leasesLost;
    }

    public List<String> outages() {
        return outages;
    }

    public int renewals() {
        return renewals.get();
    }

    Optional<DeliveryBalance> balance() {
        return Optional.ofNullable(balance);
    }

    @Override
    public void received(List<ReceivedMessage> messages, Duration took) {}

    @Override
    public void receiveFailed(Throwable cause, Duration pause) {
        pauses.add(pause);
    }

    @Override
    public void unusableReceived(String missing, String messageId) {}

    @Override
    public void disposed(DeliveryResult settlement) {}

    @Override
    public void concluded(DeliveryResult settlement, Outcome outcome) {
        conclusions.add(new Conclusion(settlement, outcome));
    }

    @Override
    public void outageBegan(ServiceCall operation, Throwable why) {
        outages.add(operation.dependency() + " down");
    }

    @Override
    public void outageEnded(ServiceCall operation, Duration lasted) {
        outages.add(operation.dependency() + " back");
    }

    @Override
    public void settleFailed(SettleAction action, ReceivedMessage message, String code, String detail) {
        settleFailures.add(new SettleFailure(action, message.messageId(), code));
    }

    @Override
    public void leasesRenewed(int messages) {
        renewals.addAndGet(messages);
    }

    @Override
    public void leaseLost(ReceivedMessage message, String why) {
        leasesLost.add(message.messageId());
    }

    @Override
    public void started() {}

    @Override
    public void drained(DeliveryBalance balance, Duration took) {
        this.balance = balance;
    }
}
