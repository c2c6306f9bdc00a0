package com.traffictacos.reservation.worker.operations.telemetry.tracing;

import com.traffictacos.reservation.worker.event.TraceParent;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryTracing;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The spans of the worker's own work. {@code receive} covers each receive that returned messages; it is a trace of its
 * own with links to the producers' spans, since one receive returns the messages of up to ten traces. {@code process}
 * covers each delivery and is a child of the producer's span with a link to the receive. Thread-safe.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/">Semantic conventions for
 *     messaging spans</a>
 */
final class DeliverySpans {

    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> OPERATION_NAME = AttributeKey.stringKey("messaging.operation.name");
    private static final AttributeKey<String> OPERATION_TYPE = AttributeKey.stringKey("messaging.operation.type");
    private static final AttributeKey<Long> MESSAGE_COUNT = AttributeKey.longKey("messaging.batch.message_count");
    private static final AttributeKey<String> MESSAGE_ID = AttributeKey.stringKey("messaging.message.id");
    private static final AttributeKey<Long> BODY_SIZE = AttributeKey.longKey("messaging.message.body.size");
    private static final AttributeKey<Long> DELIVERY_ATTEMPT = AttributeKey.longKey("worker.delivery.attempt");

    private final Tracer tracer;
    private final String queueName;
    private final Attributes ofReceives;
    private final Attributes ofProcesses;
    // From the receive until the message's processing starts, or it is returned to the queue without any; by receipt
    // handle.
    private final Map<String, ReceiveSpan> receives = new ConcurrentHashMap<>();

    DeliverySpans(Tracer tracer, URI queue) {
        this.tracer = tracer;
        String address = queue.toString();
        this.queueName = address.substring(address.lastIndexOf('/') + 1);
        this.ofReceives = attributes("receive");
        this.ofProcesses = attributes("process");
    }

    private Attributes attributes(String operation) {
        return Attributes.of(
                SYSTEM, "aws_sqs", DESTINATION, queueName, OPERATION_NAME, operation, OPERATION_TYPE, operation);
    }

    /** An empty receive records no span, so that an idle worker does not fill the collector. */
    void received(List<ReceivedMessage> messages, Duration took) {
        if (messages.isEmpty()) {
            return;
        }
        Instant now = Instant.now();
        SpanBuilder builder = tracer.spanBuilder("receive " + queueName)
                .setNoParent()
                .setSpanKind(SpanKind.CLIENT)
                .setStartTimestamp(now.minus(took))
                .setAllAttributes(ofReceives)
                .setAttribute(MESSAGE_COUNT, (long) messages.size());
        ReceiveSpan receive = new ReceiveSpan(builder.startSpan(), now, new AtomicInteger(messages.size()));
        for (ReceivedMessage message : messages) {
            receives.put(message.receiptHandle(), receive);
        }
    }

    /** Empty if OpenTelemetry returns a span without ids, as it does after its shutdown; then nothing is recorded. */
    Optional<DeliveryTracing.Scope> begin(ReceivedMessage message, Optional<TraceParent> parent) {
        SpanBuilder builder = tracer.spanBuilder("process " + queueName)
                .setParent(parent.map(producer -> Context.root().with(Span.wrap(SpanContexts.remote(producer))))
                        .orElseGet(Context::root))
                .setSpanKind(SpanKind.CONSUMER)
                .setAllAttributes(ofProcesses)
                .setAttribute(MESSAGE_ID, message.messageId())
                .setAttribute(BODY_SIZE, (long) message.body().getBytes(StandardCharsets.UTF_8).length)
                .setAttribute(DELIVERY_ATTEMPT, (long) message.receiveCount());
        ReceiveSpan receive = receives.remove(message.receiptHandle());
        if (receive != null) {
            builder.addLink(receive.span().getSpanContext());
            parent.ifPresent(producer -> receive.span()
                    .addLink(SpanContexts.remote(producer), Attributes.of(MESSAGE_ID, message.messageId())));
            receive.messageIsKnown();
        }
        Span span = builder.startSpan();
        return span.getSpanContext().isValid() ? Optional.of(new DeliverySpan(tracer, span)) : Optional.empty();
    }

    void concluded(ReceivedMessage message) {
        ReceiveSpan receive = receives.remove(message.receiptHandle());
        if (receive != null) {
            receive.messageIsKnown();
        }
    }

    /**
     * The span of a receive. It is ended, as of its answer, once the producers of all its messages are known, because the
     * bodies are parsed once, by the threads that process the messages.
     *
     * @param unknown the number of messages that have neither been parsed nor returned to the queue
     */
    private record ReceiveSpan(Span span, Instant answeredAt, AtomicInteger unknown) {

        private void messageIsKnown() {
            if (unknown.decrementAndGet() == 0) {
                span.end(answeredAt);
            }
        }
    }
}
