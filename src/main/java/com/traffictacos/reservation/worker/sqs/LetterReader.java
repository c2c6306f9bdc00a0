package com.traffictacos.reservation.worker.sqs;

import com.traffictacos.reservation.worker.deadletter.Letter;
import com.traffictacos.reservation.worker.deadletter.Letter.Origin;
import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.event.InvalidEvent;
import com.traffictacos.reservation.worker.event.TraceParent;
import com.traffictacos.reservation.worker.worker.ReceivedMessage;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds out what a dead letter is about, as far as its body tells. Most are broken in one way or another, so each part
 * is read for itself. Safe for use by any number of threads.
 */
final class LetterReader {

    private final JsonEventDecoder decoder;

    LetterReader(JsonEventDecoder decoder) {
        this.decoder = decoder;
    }

    Letter read(ReceivedMessage message, Origin origin) {
        Optional<Envelope> envelope = attempt(() -> decoder.envelope(message.body()));
        return new Letter(
                message,
                envelope.flatMap(LetterReader::type).orElse(EventType.UNKNOWN),
                envelope.flatMap(
                        read -> attempt(() -> read.detail().reservationId().value())),
                TraceContext.of(message, envelope.flatMap(Envelope::traceId)).map(TraceParent::traceId),
                origin);
    }

    private static Optional<EventType> type(Envelope envelope) {
        return attempt(() -> switch (envelope.kind()) {
            case EXPIRED -> EventType.RESERVATION_EXPIRED;
            case APPROVED -> EventType.PAYMENT_APPROVED;
            case FAILED -> EventType.PAYMENT_FAILED;
            case PAYMENT_STATUS ->
                switch (PaymentStatus.of(envelope.detail().requiredText(Detail.STATUS))) {
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
