package com.traffictacos.reservation.worker.operations.telemetry;

import com.traffictacos.reservation.worker.pipeline.delivery.WorkerObserver.SettleAction;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;

/** Counts the worker's calls to the queue. Each series is looked up once, here. Thread-safe. */
@SingletonBean
public final class QueueMetrics {

    private final Histogram polls;
    private final Histogram pollSizes;
    private final Counter pollErrors;
    private final Series<SettleAction, CounterDataPoint> settleFailures;
    private final Counter unusable;
    private final Counter leaseRenewals;
    private final Counter leaseLosses;

    @Inject
    public QueueMetrics(Metrics metrics) {
        polls = metrics.histogram(
                "sqs_poll_duration_seconds", "Time that receives waited for their answer.", HistogramBuckets.polls());
        pollSizes =
                metrics.histogram("sqs_poll_messages", "Messages that a receive brought.", HistogramBuckets.batches());
        pollErrors = metrics.counter("sqs_poll_errors_total", "Receives that failed.");
        unusable = metrics.counter(
                "sqs_unusable_messages_total",
                "Messages that a receive brought without what is needed to work on them; left in the queue.");
        Counter failures = metrics.counter(
                "worker_settle_failures_total", "Settlements that the queue refused to carry out.", "action");
        settleFailures = Series.of(
                SettleAction.class, action -> failures.labelValues(action.name().toLowerCase(Locale.ROOT)));
        leaseRenewals = metrics.counter("worker_lease_renewals_total", "Visibility timeouts lengthened.");
        leaseLosses = metrics.counter("worker_lease_losses_total", "Deliveries whose lease was lost.");
    }

    void received(int messages, Duration took) {
        polls.observe(HistogramBuckets.seconds(took));
        pollSizes.observe(messages);
    }

    void receiveFailed() {
        pollErrors.inc();
    }

    void unusableReceived() {
        unusable.inc();
    }

    void settleFailed(SettleAction action) {
        settleFailures.get(action).inc();
    }

    void leasesRenewed(int messages) {
        leaseRenewals.inc(messages);
    }

    void leaseLost() {
        leaseLosses.inc();
    }

    /** Receives that failed since the start. */
    long pollErrors() {
        return pollErrors.getLongValue();
    }
}
