package com.traffictacos.reservation.worker.operations.admin.grpc;

import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.TraceParent;
import com.traffictacos.reservation.worker.handler.HandlerContext;
import com.traffictacos.reservation.worker.handler.HandlerResult;
import com.traffictacos.reservation.worker.operations.admin.grpc.access.TraceContextInterceptor;
import com.traffictacos.reservation.worker.operations.auth.Operator;
import com.traffictacos.reservation.worker.operations.auth.OperatorLog;
import com.traffictacos.reservation.worker.operations.telemetry.tracing.SpanContexts;
import com.traffictacos.reservation.worker.pipeline.delivery.Disposition;
import com.traffictacos.reservation.worker.pipeline.process.DispositionPolicy;
import com.traffictacos.reservation.worker.pipeline.process.EventRouter;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * Runs the handlers of the queue's events for an operator and decides the disposition as for a message of the queue,
 * but there is no message to settle. Such runs are no deliveries: they appear in the log of operators' changes and not
 * in the event metrics. Thread-safe; a run blocks its caller until the handler returns.
 */
@SingletonBean
public final class ManualEventRunner {

    private final EventRouter router;
    private final DispositionPolicy policy;
    private final OperatorLog log;

    @Inject
    public ManualEventRunner(EventRouter router, DispositionPolicy policy, OperatorLog log) {
        this.router = router;
        this.policy = policy;
        this.log = log;
    }

    /**
     * The result of a run.
     *
     * @param disposition what the worker would do with a message of this event
     * @param handled absent if the handler failed
     * @param failure what the handler threw
     */
    record Ended(
            Disposition disposition,
            Optional<HandlerResult> handled,
            Optional<RuntimeException> failure,
            TraceParent trace) {

        boolean isCompleted() {
            return handled.isPresent() && handled.get() instanceof HandlerResult.Completed;
        }
    }

    /**
     * Runs the handler of an event.
     *
     * @param retryCount attempts before this one, 0 or more; counts towards {@code MAX_RETRIES} like those of the queue
     * @param correlationId the caller's identifier of the call, for the log
     */
    @SuppressWarnings("try") // The scope is there to be closed.
    Ended run(ReservationEvent event, int retryCount, Operator operator, String correlationId) {
        int attempt = retryCount + 1;
        SpanContext span = TraceContextInterceptor.current();
        TraceParent trace = SpanContexts.ids(span);
        Ended ended;
        // The adapters take the trace context of their calls from here.
        try (Scope ignored = Context.root().with(Span.wrap(span)).makeCurrent()) {
            ended = run(event, attempt, trace);
        }
        log.changed(
                operator,
                "process " + event.type().wireName(),
                "reservation " + event.reservationId().value(),
                ended.disposition().outcome().label(),
                fields -> fields.with("reservation_id", event.reservationId().value())
                        .with("outcome", ended.disposition().outcome().label())
                        .with("attempt", attempt)
                        .with("trace_id", trace.traceId())
                        .with("correlation_id", correlationId)
                        .error(ended.failure().orElse(null)));
        return ended;
    }

    private Ended run(ReservationEvent event, int attempt, TraceParent trace) {
        // Every failure gets a disposition, as for a message.
        try {
            // No lease: no other worker receives this event while it is processed.
            HandlerResult handled = router.route(event, new HandlerContext(attempt, () -> {}));
            return new Ended(policy.of(handled), Optional.of(handled), Optional.empty(), trace);
        } catch (RuntimeException failure) {
            return new Ended(policy.of(failure, attempt, attempt), Optional.empty(), Optional.of(failure), trace);
        }
    }
}
