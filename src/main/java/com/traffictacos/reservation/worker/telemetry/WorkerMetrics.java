package com.traffictacos.reservation.worker.telemetry;

import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.worker.Outcome;
import com.traffictacos.reservation.worker.worker.WorkerObserver.SettleAction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/**
 * The metrics of contract section 6. Every series is looked up once, here, so that counting an event is a plain addition.
 * Safe for use by any number of threads.
 */
@Singleton
public final class WorkerMetrics {

    private final Map<EventType, Map<Outcome, Counter>> events = new EnumMap<>(EventType.class);
    private final Map<EventType, Map<Outcome, Timer>> processing = new EnumMap<>(EventType.class);
    private final Map<EventType, Timer> latency = new EnumMap<>(EventType.class);
    private final Map<SettleAction, Counter> settleFailures = new EnumMap<>(SettleAction.class);
    private final Counter pollErrors;
    private final Counter leaseRenewals;
    private final Counter leaseLosses;

    @Inject
    public WorkerMetrics(MetricRegistry registry) {
        for (EventType type : EventType.values()) {
            Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);
            Map<Outcome, Timer> timers = new EnumMap<>(Outcome.class);
            for (Outcome outcome : Outcome.values()) {
                Tag outcomeTag = new Tag("outcome", outcome.label());
                counters.put(
                        outcome,
                        registry.counter(
                                named("worker_events_total", "Deliveries by the way they ended."),
                                new Tag("type", type.label()),
                                outcomeTag));
                timers.put(
                        outcome,
                        registry.timer(
                                named("worker_processing_duration", "Time from decoding to the end of the handler."),
                                new Tag("handler", type.label()),
                                outcomeTag));
            }
            events.put(type, counters);
            processing.put(type, timers);
            latency.put(
                    type,
                    registry.timer(
                            named("worker_latency", "Time from the message's SentTimestamp to its end."),
                            new Tag("type", type.label())));
        }
        for (SettleAction action : SettleAction.values()) {
            settleFailures.put(
                    action,
                    registry.counter(
                            named("worker_settle_failures_total", "Settlements that the queue refused to carry out."),
                            new Tag("action", action.name().toLowerCase(Locale.ROOT))));
        }
        pollErrors = registry.counter(named("sqs_poll_errors_total", "Receives that failed."));
        leaseRenewals = registry.counter(named("worker_lease_renewals_total", "Visibility timeouts lengthened."));
        leaseLosses = registry.counter(named("worker_lease_losses_total", "Deliveries fenced, their lease refused."));
    }

    void concluded(EventType type, Outcome outcome, Duration processed, Duration sinceSent) {
        of(events, type, outcome).inc();
        of(processing, type, outcome).update(processed);
        Timer sinceSentTimer = latency.get(type);
        if (sinceSentTimer != null) {
            sinceSentTimer.update(sinceSent);
        }
    }

    void receiveFailed() {
        pollErrors.inc();
    }

    void settleFailed(SettleAction action) {
        Counter counter = settleFailures.get(action);
        if (counter != null) {
            counter.inc();
        }
    }

    void leasesRenewed(int messages) {
        leaseRenewals.inc(messages);
    }

    void leaseLost() {
        leaseLosses.inc();
    }

    private static <T> T of(Map<EventType, Map<Outcome, T>> series, EventType type, Outcome outcome) {
        Map<Outcome, T> ofType = series.get(type);
        T one = ofType == null ? null : ofType.get(outcome);
        if (one == null) {
            throw new IllegalStateException("no series for " + type + " " + outcome);
        }
        return one;
    }

    static Metadata named(String name, String description) {
        return Metadata.builder().withName(name).withDescription(description).build();
    }
}
