package com.traffictacos.reservation.worker.telemetry;

import static com.traffictacos.reservation.worker.telemetry.Series.named;

import com.traffictacos.reservation.worker.worker.WorkerObserver.SettleAction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Histogram;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/** The worker's dealings with the queue. Every series is looked up once, here. Safe for use by any number of threads. */
@Singleton
public final class QueueMetrics {

    private final Timer polls;
    private final Histogram pollSizes;
    private final Counter pollErrors;
    private final Series<SettleAction, Counter> settleFailures;
    private final Counter leaseRenewals;
    private final Counter leaseLosses;

    @Inject
    public QueueMetrics(MetricRegistry registry) {
        polls = registry.timer(named("sqs_poll_duration", "Time that receives waited for their answer."));
        pollSizes = registry.histogram(named("sqs_poll_messages", "Messages that a receive brought."));
        pollErrors = registry.counter(named("sqs_poll_errors_total", "Receives that failed."));
        settleFailures = Series.of(
                SettleAction.class,
                action -> registry.counter(
                        named("worker_settle_failures_total", "Settlements that the queue refused to carry out."),
                        new Tag("action", action.name().toLowerCase(Locale.ROOT))));
        leaseRenewals = registry.counter(named("worker_lease_renewals_total", "Visibility timeouts lengthened."));
        leaseLosses = registry.counter(named("worker_lease_losses_total", "Deliveries fenced, their lease refused."));
    }

    void received(int messages, Duration took) {
        polls.update(took);
        pollSizes.update(messages);
    }

    void receiveFailed() {
        pollErrors.inc();
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
}
