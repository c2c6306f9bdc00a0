package com.traffictacos.reservation.worker.adapter.json;

import com.traffictacos.reservation.worker.event.EventHeader;
import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.event.PaymentApproved;
import com.traffictacos.reservation.worker.event.PaymentFailed;
import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.ReservationExpired;
import com.traffictacos.reservation.worker.event.TraceParent;
import com.traffictacos.reservation.worker.event.failure.InvalidEvent;
import com.traffictacos.reservation.worker.pipeline.delivery.EventDecoder;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.json.Json;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.util.Map;
import java.util.Optional;

/**
 * Decodes the three shapes of contract section 1: the flat envelope, the EventBridge envelope and the payment service's
 * own event. They differ only in the name of the type's key, so one decoder reads all three: {@code type} counts if it
 * is present, {@code detail-type} otherwise, and either may have any of the event names.
 *
 * <p>Failure messages never contain values of the body. Thread-safe.
 */
@SingletonBean
public final class JsonEventDecoder implements EventDecoder {

    private final JsonParserFactory parsers = Json.createParserFactory(Map.of());
    private final DecodingLimit limit = new DecodingLimit(Runtime.getRuntime().availableProcessors());

    @Override
    public Decoded decode(ReceivedMessage message) {
        Envelope envelope = envelope(message.body());
        WireType kind = envelope.kind();
        EventDetail detail = envelope.detail();
        EventHeader header = envelope.header();
        Optional<TraceParent> trace = TraceContextExtractor.of(message, envelope.traceId());
        return switch (kind) {
            case EXPIRED -> new Decoded.Event(expired(header, detail), trace);
            case APPROVED -> new Decoded.Event(approved(header, detail, EventDetail.PAYMENT_INTENT_ID), trace);
            case FAILED -> new Decoded.Event(failed(header, detail, EventDetail.PAYMENT_INTENT_ID), trace);
            case PAYMENT_STATUS ->
                switch (PaymentStatus.of(detail.requiredText(EventDetail.STATUS))) {
                    case APPROVED -> new Decoded.Event(approved(header, detail, EventDetail.PAYMENT_ID), trace);
                    case FAILED -> new Decoded.Event(failed(header, detail, EventDetail.PAYMENT_ID), trace);
                    case OTHER ->
                        new Decoded.NothingToDo(EventType.UNKNOWN, "the payment is neither approved nor failed", trace);
                };
        };
    }

    @Override
    public Optional<TraceParent> traceOf(ReceivedMessage message) {
        Optional<String> envelopeTraceId;
        try {
            envelopeTraceId = envelope(message.body()).traceId();
        } catch (InvalidEvent unreadable) {
            envelopeTraceId = Optional.empty();
        }
        return TraceContextExtractor.of(message, envelopeTraceId);
    }

    /** @throws com.traffictacos.reservation.worker.event.failure.InvalidEvent if the body is not one JSON object */
    public Envelope envelope(String body) {
        return limit.decode(body, () -> {
            try (JsonCursor json = new JsonCursor(parsers.createParser(new StringReader(body)))) {
                return Envelope.read(json);
            }
        });
    }

    private static ReservationEvent expired(EventHeader header, EventDetail detail) {
        return new ReservationExpired(header, detail.reservationId(), detail.requiredEventId(), detail.requiredSeats());
    }

    private static ReservationEvent approved(EventHeader header, EventDetail detail, String paymentField) {
        PaymentApproved event = new PaymentApproved(
                header,
                detail.reservationId(),
                detail.paymentIntentId(paymentField),
                detail.eventId(),
                detail.seats(),
                detail.userId());
        detail.checkMoney();
        return event;
    }

    private static ReservationEvent failed(EventHeader header, EventDetail detail, String paymentField) {
        PaymentFailed event = new PaymentFailed(
                header,
                detail.reservationId(),
                detail.paymentIntentId(paymentField),
                detail.eventId(),
                detail.seats(),
                detail.optionalText(EventDetail.ERROR_CODE));
        detail.checkMoney();
        detail.optionalText(EventDetail.ERROR_MESSAGE);
        return event;
    }
}
