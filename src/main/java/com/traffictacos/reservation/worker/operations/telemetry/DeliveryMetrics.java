package com.traffictacos.reservation.worker.operations.telemetry;

import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.HoldNotExpired;
import com.traffictacos.reservation.worker.event.failure.LeaseLost;
import com.traffictacos.reservation.worker.event.failure.Throttled;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryResult;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryResult.DeliveryReport;
import com.traffictacos.reservation.worker.pipeline.delivery.Disposition;
import com.traffictacos.reservation.worker.pipeline.delivery.Outcome;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.BiFunction;

/** The results of deliveries (contract section 6, and a few more). Each series is looked up once, here. Thread-safe. */
@SingletonBean
public final class DeliveryMetrics {

    /** Why a delivery is returned to the queue. */
    enum RetryReason {
        TRANSIENT,
        THROTTLED,
        UNAVAILABLE,
        HOLD_NOT_EXPIRED,
        LEASE_LOST,
        /** Another delivery of the same message was in flight. */
        REDELIVERED,
        UNEXPECTED;

        private final String word = name().toLowerCase(Locale.ROOT);

        /** The value of the metric label {@code reason}. */
        String word() {
            return word;
        }

        static RetryReason of(DeliveryReport report) {
            return report.failure().map(RetryReason::of).orElse(REDELIVERED);
        }

        private static RetryReason of(Throwable failure) {
            return switch (failure) {
                case TransientFailure ignored -> TRANSIENT;
                case Throttled ignored -> THROTTLED;
                case DependencyUnavailable ignored -> UNAVAILABLE;
                case HoldNotExpired ignored -> HOLD_NOT_EXPIRED;
                case LeaseLost ignored -> LEASE_LOST;
                default -> UNEXPECTED;
            };
        }
    }

    /** The longest time that SQS keeps a message: in the queue and then again in its dead-letter queue. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(28);

    /** A timestamp further in the future than this is not plausible. */
    private static final Duration LARGEST_SKEW = Duration.ofDays(1);

    private final Metrics metrics;
    private final Clock clock;
    private final Series<EventType, Series<Outcome, CounterDataPoint>> events;
    private final Histogram processing;
    private final Series<EventType, Series<Outcome, DistributionDataPoint>> processingByEnd;
    private final Histogram latency;
    private final Series<EventType, DistributionDataPoint> latencyByType;
    private final Series<EventType, DistributionDataPoint> settleDelay;
    private final Series<EventType, CounterDataPoint> handlerRetries;
    private final Series<RetryReason, CounterDataPoint> retries;
    private final Series<FailureReason, CounterDataPoint> deadLetters;

    @Inject
    public DeliveryMetrics(Metrics metrics, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
        Counter ends = metrics.counter("worker_events_total", "Deliveries by the way they ended.", "type", "outcome");
        events = byEnd((type, outcome) -> ends.labelValues(type.label(), outcome.label()));
        processing = metrics.tracedHistogram(
                "worker_processing_duration_seconds",
                "Time from decoding to the end of the handler.",
                HistogramBuckets.work(),
                "handler",
                "outcome");
        processingByEnd = byEnd((type, outcome) -> processing.labelValues(type.label(), outcome.label()));
        latency = metrics.tracedHistogram(
                "worker_latency_seconds",
                "Time from the message's SentTimestamp to its end.",
                HistogramBuckets.waits(),
                "type");
        latencyByType = Series.of(EventType.class, type -> latency.labelValues(type.label()));
        Histogram delays = metrics.tracedHistogram(
                "reservation_settle_delay_seconds",
                "Time from the event to its seats being released or sold.",
                HistogramBuckets.delays(),
                "type");
        settleDelay = Series.of(EventType.class, type -> delays.labelValues(type.label()));
        Counter tries = metrics.counter(
                "worker_handler_retries_total", "Further tries of a handler within one delivery.", "type");
        handlerRetries = Series.of(EventType.class, type -> tries.labelValues(type.label()));
        Counter returned = metrics.counter(
                "worker_retries_total", "Deliveries handed back with a delay, by the reason.", "reason");
        retries = Series.of(RetryReason.class, reason -> returned.labelValues(reason.word()));
        Counter sent = metrics.counter(
                "worker_dead_letters_total", "Messages put into the dead-letter queue, by the reason.", "reason");
        deadLetters = Series.of(FailureReason.class, reason -> sent.labelValues(reason.word()));
    }

    private static <M> Series<EventType, Series<Outcome, M>> byEnd(BiFunction<EventType, Outcome, M> maker) {
        return Series.of(EventType.class, type -> Series.of(Outcome.class, outcome -> maker.apply(type, outcome)));
    }

    /** The number of deliveries with this outcome since the start. */
    long ended(EventType type, Outcome outcome) {
        return events.get(type).get(outcome).getLongValue();
    }

    /** The time from decoding to the end of the handler, since the start. */
    HistogramSnapshot processing() {
        return processing.collect();
    }

    /** The time from a message's SentTimestamp to the end of its delivery, since the start. */
    HistogramSnapshot latency() {
        return latency.collect();
    }

    void disposed(DeliveryResult settlement) {
        DeliveryReport report = settlement.report();
        if (report.handlerAttempts() > 1) {
            handlerRetries.get(report.type()).inc(report.handlerAttempts() - 1L);
        }
        if (settlement.disposition().outcome() == Outcome.SUCCESS) {
            report.event()
                    .flatMap(event -> event.header().occurredAt())
                    .filter(this::isPlausible)
                    .ifPresent(occurredAt ->
                            metrics.observe(settleDelay.get(report.type()), since(occurredAt), report.trace()));
        }
    }

    void concluded(DeliveryResult settlement, Outcome outcome) {
        DeliveryReport report = settlement.report();
        events.get(report.type()).get(outcome).inc();
        metrics.observe(
                processingByEnd.get(report.type()).get(outcome),
                HistogramBuckets.seconds(report.duration()),
                report.trace());
        metrics.observe(
                latencyByType.get(report.type()), since(settlement.message().sentAt()), report.trace());
        switch (settlement.disposition()) {
            case Disposition.RetryAfter ignored ->
                retries.get(RetryReason.of(report)).inc();
            case Disposition.SendToDeadLetterQueue deadLetter -> {
                // If the dead-letter queue refused the message, the outcome differs and no dead letter was sent.
                if (outcome == deadLetter.outcome()) {
                    deadLetters.get(deadLetter.reason()).inc();
                }
            }
            case Disposition.Acknowledge ignored -> {}
            case Disposition.Release ignored -> {}
        }
    }

    /**
     * A producer that does not set the time sends the zero value of its language: the years 1, 1970 or 9999 do not show
     * a delay.
     */
    private boolean isPlausible(Instant occurredAt) {
        Instant now = clock.instant();
        return occurredAt.isAfter(now.minus(LONGEST_WAIT)) && occurredAt.isBefore(now.plus(LARGEST_SKEW));
    }

    /**
     * Limits the time to the possible range, because clocks of other machines may be ahead: it is never negative and
     * never longer than a message can wait.
     */
    private double since(Instant earlier) {
        double longest = HistogramBuckets.seconds(LONGEST_WAIT);
        return Math.clamp(HistogramBuckets.seconds(Duration.between(earlier, clock.instant())), 0, longest);
    }
}
