package com.traffictacos.reservation.worker.operations.telemetry;

import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.operations.reservation.RecentOutcomes;
import com.traffictacos.reservation.worker.operations.telemetry.tracing.OpenTelemetryTracing;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryBalance;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryResult;
import com.traffictacos.reservation.worker.pipeline.delivery.Disposition;
import com.traffictacos.reservation.worker.pipeline.delivery.Outcome;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.pipeline.delivery.WorkerObserver;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;

/** Notifies metrics, traces and log of what happens in the pipeline. Thread-safe. */
@SingletonBean
@Typed(TelemetryObserver.class)
public final class TelemetryObserver implements WorkerObserver {

    private final DeliveryMetrics deliveries;
    private final QueueMetrics queue;
    private final OutageMetrics outages;
    private final OpenTelemetryTracing tracing;
    private final RecentOutcomes outcomes;
    private final DeliveryLog log = new DeliveryLog();

    @Inject
    public TelemetryObserver(
            DeliveryMetrics deliveries,
            QueueMetrics queue,
            OutageMetrics outages,
            OpenTelemetryTracing tracing,
            RecentOutcomes outcomes) {
        this.deliveries = deliveries;
        this.queue = queue;
        this.outages = outages;
        this.tracing = tracing;
        this.outcomes = outcomes;
    }

    @Override
    public void received(List<ReceivedMessage> messages, Duration took) {
        queue.received(messages.size(), took);
        tracing.received(messages, took);
    }

    @Override
    public void receiveFailed(Throwable cause, Duration pause) {
        queue.receiveFailed();
        log.receiveFailed(cause, pause);
    }

    @Override
    public void unusableReceived(String missing, String messageId) {
        queue.unusableReceived();
        log.unusableReceived(missing, messageId);
    }

    @Override
    public void disposed(DeliveryResult settlement) {
        deliveries.disposed(settlement);
    }

    @Override
    public void concluded(DeliveryResult settlement, Outcome outcome) {
        // Each runs in any case: a failing metric must not cost the log line, which is needed to find the cause.
        try {
            deliveries.concluded(settlement, outcome);
        } finally {
            try {
                tracing.concluded(settlement.message());
            } finally {
                try {
                    outcomes.add(settlement, outcome, reason(settlement));
                } finally {
                    log.concluded(settlement, outcome);
                }
            }
        }
    }

    private static String reason(DeliveryResult settlement) {
        return switch (settlement.disposition()) {
            case Disposition.SendToDeadLetterQueue deadLetter ->
                deadLetter.reason().word();
            case Disposition.RetryAfter ignored ->
                DeliveryMetrics.RetryReason.of(settlement.report()).word();
            case Disposition.Acknowledge ignored -> settlement.report().note().orElse("");
            case Disposition.Release ignored -> "";
        };
    }

    @Override
    public void outageBegan(ServiceCall operation, Throwable why) {
        outages.began(operation, why);
        log.outageBegan(operation, why);
    }

    @Override
    public void outageEnded(ServiceCall operation, Duration lasted) {
        log.outageEnded(operation, lasted);
    }

    @Override
    public void settleFailed(SettleAction action, ReceivedMessage message, String code, String detail) {
        queue.settleFailed(action);
        log.settleFailed(action, message, code, detail);
    }

    @Override
    public void leasesRenewed(int messages) {
        queue.leasesRenewed(messages);
    }

    @Override
    public void leaseLost(ReceivedMessage message, String why) {
        queue.leaseLost();
        log.leaseLost(message, why);
    }

    @Override
    public void started() {
        log.started();
    }

    @Override
    public void drained(DeliveryBalance balance, Duration took) {
        log.drained(balance, took);
    }
}
