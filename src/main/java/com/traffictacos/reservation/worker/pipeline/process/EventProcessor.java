package com.traffictacos.reservation.worker.pipeline.process;

import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.TraceParent;
import com.traffictacos.reservation.worker.event.failure.InvalidEvent;
import com.traffictacos.reservation.worker.handler.HandlerContext;
import com.traffictacos.reservation.worker.handler.HandlerResult;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryResult;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryResult.DeliveryReport;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryTracing;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryTracing.Scope;
import com.traffictacos.reservation.worker.pipeline.delivery.Disposition;
import com.traffictacos.reservation.worker.pipeline.delivery.EventDecoder;
import com.traffictacos.reservation.worker.pipeline.delivery.EventDecoder.Decoded;
import com.traffictacos.reservation.worker.pipeline.delivery.Outcome;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Takes one delivery from its body to its disposition: decode, handle, dispose. Never throws; every exception is turned
 * into a disposition. Safe for use by any number of threads.
 */
@SingletonBean
public final class EventProcessor {

    private static final String SENT_TWICE = "the same event was completed just before";

    private final EventDecoder decoder;
    private final DeliveryTracing tracing;
    private final EventRouter router;
    private final ResultHandler resultHandler;
    private final UnfinishedDeliveries unfinished;

    @Inject
    public EventProcessor(
            EventDecoder decoder,
            DeliveryTracing tracing,
            EventRouter router,
            ResultHandler resultHandler,
            UnfinishedDeliveries unfinished) {
        this.decoder = decoder;
        this.tracing = tracing;
        this.router = router;
        this.resultHandler = resultHandler;
        this.unfinished = unfinished;
    }

    /** Blocks the calling thread until the handler has ended. */
    @SuppressWarnings("try") // The entry is there to be closed.
    public DeliveryResult process(ReceivedMessage message, HandlerContext delivery) {
        Progress progress = new Progress(message, delivery);
        int deaths = unfinished.deaths(message.messageId());
        if (deaths >= UnfinishedDeliveries.MAX_DEATHS) {
            return progress.settled(resultHandler.ofDeaths(deaths), Optional.empty(), Optional.empty());
        }
        // Catches every Throwable: a StackOverflowError in the decoder must not lose the message or the permit.
        try (UnfinishedDeliveries.Entry ignored = unfinished.begin(message.messageId())) {
            return decodeAndWork(progress);
        } catch (Throwable failure) {
            return failed(failure, progress);
        }
    }

    /**
     * The delivery is returned to the queue before its processing has begun: its receive does not count as an attempt.
     */
    public void untried(ReceivedMessage message) {
        resultHandler.untried(message);
    }

    private DeliveryResult decodeAndWork(Progress progress) {
        Decoded decoded;
        try {
            decoded = decoder.decode(progress.message);
        } catch (InvalidEvent unreadable) {
            return traced(decoder.traceOf(progress.message), progress, scope -> failed(unreadable, progress));
        }
        return traced(decoded.trace(), progress, scope -> work(decoded, progress, scope));
    }

    private DeliveryResult traced(
            Optional<TraceParent> parent, Progress progress, Function<Scope, DeliveryResult> work) {
        try (Scope scope = tracing.begin(progress.message, parent)) {
            progress.trace = Optional.of(scope.trace());
            DeliveryResult settlement = work.apply(scope);
            scope.disposed(settlement);
            return settlement;
        }
    }

    private DeliveryResult work(Decoded decoded, Progress progress, Scope scope) {
        // Caught here so that the trace records how the delivery ended.
        try {
            return switch (decoded) {
                case Decoded.NothingToDo nothing -> {
                    progress.type = nothing.type();
                    yield progress.settled(
                            new Disposition.Acknowledge(Outcome.IGNORED), Optional.of(nothing.why()), Optional.empty());
                }
                case Decoded.Event event -> handle(event.event(), progress, scope);
            };
        } catch (Throwable failure) {
            return failed(failure, progress);
        }
    }

    private DeliveryResult handle(ReservationEvent event, Progress progress, Scope scope) {
        progress.type = event.type();
        progress.event = Optional.of(event);
        resultHandler.begins(progress.message, progress.delivery);
        HandlerResult handled = scope.handle(event, () -> router.route(event, progress.delivery));
        Optional<String> note = switch (handled) {
            case HandlerResult.Completed ignored ->
                progress.delivery.handlerAttempts() == 0 ? Optional.of(SENT_TWICE) : Optional.empty();
            case HandlerResult.Skipped skipped -> Optional.of(skipped.why());
        };
        return progress.settled(resultHandler.of(handled), note, Optional.empty());
    }

    private DeliveryResult failed(Throwable failure, Progress progress) {
        return progress.settled(
                resultHandler.of(failure, progress.message, progress.delivery), Optional.empty(), Optional.of(failure));
    }

    /** What is known about the delivery so far. Confined to the thread that processes it. */
    private static final class Progress {

        private final ReceivedMessage message;
        private final HandlerContext delivery;
        private final long startedNanos = System.nanoTime();
        private EventType type = EventType.UNKNOWN;
        private Optional<ReservationEvent> event = Optional.empty();
        private Optional<TraceParent> trace = Optional.empty();

        private Progress(ReceivedMessage message, HandlerContext delivery) {
            this.message = message;
            this.delivery = delivery;
        }

        private DeliveryResult settled(Disposition disposition, Optional<String> note, Optional<Throwable> failure) {
            Duration duration = Duration.ofNanos(System.nanoTime() - startedNanos);
            return new DeliveryResult(
                    message,
                    disposition,
                    new DeliveryReport(type, event, trace, delivery.handlerAttempts(), duration, note, failure));
        }
    }
}
