package com.traffictacos.reservation.worker.worker;

import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.TraceParent;
import com.traffictacos.reservation.worker.handling.Delivery;
import com.traffictacos.reservation.worker.handling.Handled;
import com.traffictacos.reservation.worker.worker.EventDecoder.Decoded;
import com.traffictacos.reservation.worker.worker.Settlement.Account;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * Brings one delivery from its body to its disposition: decode, handle, dispose. Never throws; whatever is thrown on the
 * way becomes a disposition. Safe for use by any number of threads.
 */
@Singleton
public final class EventProcessor {

    private final EventDecoder decoder;
    private final DeliveryTracing tracing;
    private final EventRouter router;
    private final Judgement judgement;

    @Inject
    public EventProcessor(EventDecoder decoder, DeliveryTracing tracing, EventRouter router, Judgement judgement) {
        this.decoder = decoder;
        this.tracing = tracing;
        this.router = router;
        this.judgement = judgement;
    }

    /** Works on the calling thread for as long as the handler takes. */
    Settlement process(ReceivedMessage message, Delivery delivery) {
        Progress progress = new Progress(message);
        // Any Throwable at all: a StackOverflowError in one handler must not cost the message or the permit.
        try {
            return switch (decoder.decode(message)) {
                case Decoded.NothingToDo nothing -> {
                    progress.type = nothing.type();
                    progress.trace = nothing.trace();
                    yield progress.settled(
                            new Disposition.Acknowledge(Outcome.IGNORED), Optional.of(nothing.why()), Optional.empty());
                }
                case Decoded.Event decoded -> handle(decoded, delivery, progress);
            };
        } catch (Throwable failure) {
            return progress.settled(judgement.of(failure, message, delivery), Optional.empty(), Optional.of(failure));
        }
    }

    private Settlement handle(Decoded.Event decoded, Delivery delivery, Progress progress) {
        progress.type = decoded.event().type();
        progress.event = Optional.of(decoded.event());
        try (DeliveryTracing.Scope scope = tracing.begin(decoded.trace())) {
            progress.trace = Optional.of(scope.trace());
            Handled handled = router.route(decoded.event(), delivery);
            Optional<String> note = switch (handled) {
                case Handled.Completed ignored -> Optional.empty();
                case Handled.Skipped skipped -> Optional.of(skipped.why());
            };
            return progress.settled(judgement.of(handled), note, Optional.empty());
        }
    }

    /** What has been learnt of the delivery so far. Confined to the thread that works on it. */
    private static final class Progress {

        private final ReceivedMessage message;
        private final long startedNanos = System.nanoTime();
        private EventType type = EventType.UNKNOWN;
        private Optional<ReservationEvent> event = Optional.empty();
        private Optional<TraceParent> trace = Optional.empty();

        private Progress(ReceivedMessage message) {
            this.message = message;
        }

        private Settlement settled(Disposition disposition, Optional<String> note, Optional<Throwable> failure) {
            Duration duration = Duration.ofNanos(System.nanoTime() - startedNanos);
            return new Settlement(message, disposition, new Account(type, event, trace, duration, note, failure));
        }
    }
}
