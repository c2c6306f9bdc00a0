package com.traffictacos.reservation.worker.adapter.sqs;

import com.traffictacos.reservation.worker.adapter.json.Envelope;
import com.traffictacos.reservation.worker.adapter.json.EventDetail;
import com.traffictacos.reservation.worker.adapter.json.JsonEventDecoder;
import com.traffictacos.reservation.worker.adapter.json.PaymentStatus;
import com.traffictacos.reservation.worker.adapter.json.TraceContextExtractor;
import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.event.TraceParent;
import com.traffictacos.reservation.worker.event.failure.InvalidEvent;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter.Origin;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Extracts what a dead letter's body says about its event. Most such bodies have some error, so each part is read
 * independently. Thread-safe.
 */
final class DeadLetterReader {

    private final JsonEventDecoder decoder;

    DeadLetterReader(JsonEventDecoder decoder) {
        this.decoder = decoder;
    }

    DeadLetter read(ReceivedMessage message, Origin origin) {
        Optional<Envelope> envelope = attempt(() -> decoder.envelope(message.body()));
        return new DeadLetter(
                message,
                envelope.flatMap(DeadLetterReader::type).orElse(EventType.UNKNOWN),
                envelope.flatMap(
                        read -> attempt(() -> read.detail().reservationId().value())),
                TraceContextExtractor.of(message, envelope.flatMap(Envelope::traceId))
                        .map(TraceParent::traceId),
                origin);
    }

    private static Optional<EventType> type(Envelope envelope) {
        return attempt(() -> switch (envelope.kind()) {
            case EXPIRED -> EventType.RESERVATION_EXPIRED;
            case APPROVED -> EventType.PAYMENT_APPROVED;
            case FAILED -> EventType.PAYMENT_FAILED;
            case PAYMENT_STATUS ->
                switch (PaymentStatus.of(envelope.detail().requiredText(EventDetail.STATUS))) {
                    case APPROVED -> EventType.PAYMENT_APPROVED;
                    case FAILED -> EventType.PAYMENT_FAILED;
                    case OTHER -> EventType.UNKNOWN;
                };
        });
    }

    private static <T> Optional<T> attempt(Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (InvalidEvent brokenThere) {
            return Optional.empty();
        }
    }
}
