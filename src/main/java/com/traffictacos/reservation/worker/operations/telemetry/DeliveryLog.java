package com.traffictacos.reservation.worker.operations.telemetry;

import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.TraceParent;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryBalance;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryResult;
import com.traffictacos.reservation.worker.pipeline.delivery.Disposition;
import com.traffictacos.reservation.worker.pipeline.delivery.Outcome;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.pipeline.delivery.WorkerObserver.SettleAction;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import java.time.Duration;
import java.util.Locale;

/**
 * The worker's log lines: one per event, and one for each other fact that an operator has to know. Never logs a body.
 */
final class DeliveryLog {

    private final JsonLog log = JsonLog.of(DeliveryLog.class);

    void concluded(DeliveryResult settlement, Outcome outcome) {
        switch (outcome) {
            case SUCCESS, SKIPPED, IGNORED ->
                log.info("event settled", fields -> describe(fields, settlement, outcome));
            case RETRIED, DROPPED -> log.warn("event handed back", fields -> describe(fields, settlement, outcome));
            case FAILED, INVALID_PAYLOAD, DOWNSTREAM_ERROR ->
                log.error("event dead-lettered", fields -> describe(fields, settlement, outcome));
        }
    }

    private static void describe(JsonLog.Fields fields, DeliveryResult settlement, Outcome outcome) {
        DeliveryResult.DeliveryReport report = settlement.report();
        fields.with("event_type", report.type().wireName());
        report.event()
                .ifPresent(event -> fields.with(
                                "reservation_id", event.reservationId().value())
                        .with("event_id", event.concert().map(ConcertId::value)));
        fields.with("trace_id", report.trace().map(TraceParent::traceId))
                .with("span_id", report.trace().map(TraceParent::spanId))
                .with("duration_ms", report.duration().toMillis())
                .with("outcome", outcome.label())
                .with("attempt", settlement.message().receiveCount())
                .with("message_id", settlement.message().messageId())
                .with("note", report.note());
        switch (settlement.disposition()) {
            case Disposition.Acknowledge ignored -> {}
            case Disposition.Release ignored -> {}
            case Disposition.RetryAfter retry ->
                fields.with("retry_in_s", retry.delay().toSeconds());
            case Disposition.SendToDeadLetterQueue deadLetter ->
                fields.with("failure_reason", deadLetter.reason().word());
        }
        report.failure().ifPresent(fields::error);
    }

    void receiveFailed(Throwable cause, Duration pause) {
        log.warn(
                "the queue could not be asked for messages",
                fields -> fields.with("pause_ms", pause.toMillis()).error(cause));
    }

    void unusableReceived(String missing, String messageId) {
        log.error(
                "a received message can't be worked on; it stays in the queue",
                fields -> fields.with("message_id", messageId).with("error", missing));
    }

    void outageBegan(ServiceCall operation, Throwable why) {
        String what = why instanceof PermanentFailure
                ? "a service refuses every call, check its address and the rights of this worker; messages are left in the"
                        + " queue until a probe gets through"
                : "a service is down; messages are left in the queue until a probe gets through";
        log.warn(
                what,
                fields -> fields.with("dependency", operation.dependency().label())
                        .with("operation", operation.label())
                        .error(why));
    }

    void outageEnded(ServiceCall operation, Duration lasted) {
        log.info(
                "the service is back",
                fields -> fields.with("dependency", operation.dependency().label())
                        .with("operation", operation.label())
                        .with("duration_ms", lasted.toMillis()));
    }

    void settleFailed(SettleAction action, ReceivedMessage message, String code, String detail) {
        log.error(
                "the queue refused to settle a message; it will be delivered again",
                fields -> fields.with("action", action.name().toLowerCase(Locale.ROOT))
                        .with("message_id", message.messageId())
                        .with("attempt", message.receiveCount())
                        .with("error", code + ": " + detail));
    }

    void leaseLost(ReceivedMessage message, String why) {
        log.warn(
                "the lease of a message was refused; its handler begins no further step",
                fields -> fields.with("message_id", message.messageId())
                        .with("attempt", message.receiveCount())
                        .with("error", why));
    }

    void started() {
        log.info("worker started", fields -> {});
    }

    void drained(DeliveryBalance balance, Duration took) {
        log.info(
                "worker drained",
                fields -> fields.with("received", balance.received())
                        .with("acknowledged", balance.acknowledged())
                        .with("retried", balance.retried())
                        .with("dead_lettered", balance.deadLettered())
                        .with("released", balance.released())
                        .with("in_hand", balance.inFlight())
                        .with("unaccounted", balance.unaccounted())
                        .with("duration_ms", took.toMillis()));
    }
}
