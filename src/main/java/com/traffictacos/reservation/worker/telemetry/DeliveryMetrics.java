package com.traffictacos.reservation.worker.telemetry;

import static com.traffictacos.reservation.worker.telemetry.Series.named;

import com.traffictacos.reservation.worker.event.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.event.FailureReason;
import com.traffictacos.reservation.worker.event.LeaseLost;
import com.traffictacos.reservation.worker.event.Throttled;
import com.traffictacos.reservation.worker.event.TransientFailure;
import com.traffictacos.reservation.worker.worker.Disposition;
import com.traffictacos.reservation.worker.worker.Outcome;
import com.traffictacos.reservation.worker.worker.Settlement;
import com.traffictacos.reservation.worker.worker.Settlement.Account;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/**
 * What becomes of deliveries (contract section 6, and a little more). Every series is looked up once, here. Safe for use
 * by any number of threads.
 */
@Singleton
public final class DeliveryMetrics {

    /** Why a delivery is handed back. */
    enum RetryReason {
        TRANSIENT,
        THROTTLED,
        UNAVAILABLE,
        LEASE_LOST,
        /** Another delivery of the same message was in work. */
        REDELIVERED,
        UNEXPECTED;

        static RetryReason of(Throwable failure) {
            return switch (failure) {
                case TransientFailure ignored -> TRANSIENT;
                case Throttled ignored -> THROTTLED;
                case DependencyUnavailable ignored -> UNAVAILABLE;
                case LeaseLost ignored -> LEASE_LOST;
                default -> UNEXPECTED;
            };
        }
    }

    private final Clock clock;
    private final Series<EventType, Series<Outcome, Counter>> events;
    private final Series<EventType, Series<Outcome, Timer>> processing;
    private final Series<EventType, Timer> latency;
    private final Series<EventType, Timer> settleDelay;
    private final Series<EventType, Counter> handlerRetries;
    private final Series<RetryReason, Counter> retries;
    private final Series<FailureReason, Counter> deadLetters;

    @Inject
    public DeliveryMetrics(MetricRegistry registry, Clock clock) {
        this.clock = clock;
        events = Series.of(
                EventType.class,
                type -> Series.of(
                        Outcome.class,
                        outcome -> registry.counter(
                                named("worker_events_total", "Deliveries by the way they ended."),
                                new Tag("type", type.label()),
                                new Tag("outcome", outcome.label()))));
        processing = Series.of(
                EventType.class,
                type -> Series.of(
                        Outcome.class,
                        outcome -> registry.timer(
                                named("worker_processing_duration", "Time from decoding to the end of the handler."),
                                new Tag("handler", type.label()),
                                new Tag("outcome", outcome.label()))));
        latency = Series.of(
                EventType.class,
                type -> registry.timer(
                        named("worker_latency", "Time from the message's SentTimestamp to its end."),
                        new Tag("type", type.label())));
        settleDelay = Series.of(
                EventType.class,
                type -> registry.timer(
                        named("reservation_settle_delay", "Time from the event to its seats being released or sold."),
                        new Tag("type", type.label())));
        handlerRetries = Series.of(
                EventType.class,
                type -> registry.counter(
                        named("worker_handler_retries_total", "Further tries of a handler within one delivery."),
                        new Tag("type", type.label())));
        retries = Series.of(
                RetryReason.class,
                reason -> registry.counter(
                        named("worker_retries_total", "Deliveries handed back with a delay, by the reason."),
                        new Tag("reason", reason.name().toLowerCase(Locale.ROOT))));
        deadLetters = Series.of(
                FailureReason.class,
                reason -> registry.counter(
                        named("worker_dead_letters_total", "Messages put into the dead-letter queue, by the reason."),
                        new Tag("reason", reason.word())));
    }

    void disposed(Settlement settlement) {
        Account account = settlement.account();
        if (account.tries() > 1) {
            handlerRetries.get(account.type()).inc(account.tries() - 1L);
        }
        if (settlement.disposition().outcome() == Outcome.SUCCESS) {
            account.event()
                    .flatMap(event -> event.header().occurredAt())
                    .ifPresent(occurredAt -> settleDelay.get(account.type()).update(since(occurredAt)));
        }
    }

    void concluded(Settlement settlement, Outcome outcome) {
        Account account = settlement.account();
        events.get(account.type()).get(outcome).inc();
        processing.get(account.type()).get(outcome).update(account.duration());
        latency.get(account.type()).update(since(settlement.message().sentAt()));
        switch (settlement.disposition()) {
            case Disposition.RetryAfter ignored ->
                retries.get(account.failure().map(RetryReason::of).orElse(RetryReason.REDELIVERED))
                        .inc();
            case Disposition.SendToDeadLetterQueue letter -> {
                // Where the dead-letter queue refused, the outcome is another one, and no letter was put there.
                if (outcome == letter.outcome()) {
                    deadLetters.get(letter.reason()).inc();
                }
            }
            case Disposition.Acknowledge ignored -> {}
            case Disposition.Release ignored -> {}
        }
    }

    /** Other machines' clocks may be ahead; no time is negative. */
    private Duration since(Instant earlier) {
        Duration elapsed = Duration.between(earlier, clock.instant());
        return elapsed.isNegative() ? Duration.ZERO : elapsed;
    }
}
