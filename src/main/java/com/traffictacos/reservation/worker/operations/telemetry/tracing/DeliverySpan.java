package com.traffictacos.reservation.worker.operations.telemetry.tracing;

import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.TraceParent;
import com.traffictacos.reservation.worker.event.failure.EventFailure;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryResult;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryTracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** The {@code process} span of one delivery, current until it is closed. Confined to the thread that started it. */
final class DeliverySpan implements DeliveryTracing.Scope {

    private static final AttributeKey<String> EVENT_TYPE = AttributeKey.stringKey("worker.event.type");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("worker.outcome");
    private static final AttributeKey<String> RESERVATION_ID = AttributeKey.stringKey("reservation.id");
    private static final AttributeKey<String> CONCERT_ID = AttributeKey.stringKey("concert.id");
    private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

    private static final Map<EventType, String> HANDLE_NAMES = new EnumMap<>(EventType.class);

    static {
        for (EventType type : EventType.values()) {
            HANDLE_NAMES.put(type, "handle_" + type.wireName().replace('.', '_'));
        }
    }

    private final Tracer tracer;
    private final Span span;
    private final Scope current;

    @SuppressWarnings("MustBeClosedChecker") // Closed with this.
    DeliverySpan(Tracer tracer, Span span) {
        this.tracer = tracer;
        this.span = span;
        this.current = Context.root().with(span).makeCurrent();
    }

    @Override
    public TraceParent trace() {
        return SpanContexts.ids(span.getSpanContext());
    }

    @Override
    @SuppressWarnings("try") // The scope is there to be closed.
    public <T> T handle(ReservationEvent event, Supplier<T> handler) {
        Span handling = tracer.spanBuilder(HANDLE_NAMES.getOrDefault(event.type(), "handle"))
                .setAttribute(EVENT_TYPE, event.type().wireName())
                .setAttribute(RESERVATION_ID, event.reservationId().value())
                .startSpan();
        event.concert().map(ConcertId::value).ifPresent(concert -> handling.setAttribute(CONCERT_ID, concert));
        try (Scope ignored = handling.makeCurrent()) {
            return handler.get();
        } catch (RuntimeException | Error failure) {
            fail(handling, failure);
            handling.recordException(failure);
            throw failure;
        } finally {
            handling.end();
        }
    }

    @Override
    public void disposed(DeliveryResult settlement) {
        span.setAttribute(EVENT_TYPE, settlement.report().type().wireName());
        span.setAttribute(OUTCOME, settlement.disposition().outcome().label());
        settlement.report().failure().ifPresent(failure -> {
            fail(span, failure);
            // A failure of the handler is already recorded in the handler's own span.
            if (settlement.report().event().isEmpty()) {
                span.recordException(failure);
            }
        });
    }

    private static void fail(Span failed, Throwable failure) {
        failed.setAttribute(ERROR_TYPE, failure.getClass().getName());
        // Only the detail of a verdict is known to contain no secret.
        failed.setStatus(StatusCode.ERROR, failure instanceof EventFailure verdict ? verdict.detail() : "");
    }

    @Override
    public void close() {
        current.close();
        span.end();
    }
}
