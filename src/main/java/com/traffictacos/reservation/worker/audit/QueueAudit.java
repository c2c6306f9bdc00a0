package com.traffictacos.reservation.worker.audit;

import com.traffictacos.reservation.worker.config.Settings;
import com.traffictacos.reservation.worker.log.JsonLog;
import com.traffictacos.reservation.worker.worker.Backoff;
import com.traffictacos.reservation.worker.worker.MessageQueue.QueueUnavailable;
import com.traffictacos.reservation.worker.worker.UnexpectedFailures;
import com.traffictacos.reservation.worker.worker.UnexpectedFailures.Place;
import com.traffictacos.reservation.worker.worker.WorkerExecutors;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks at the queue once after the start and logs one warning for each {@link Finding}. A queue that cannot be asked is
 * asked again, 1 s doubling to 30 s; nothing waits for the audit, and nothing fails by it.
 */
@Singleton
public class QueueAudit {

    private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

    private final QueueInspector inspector;
    private final Settings settings;
    private final ScheduledExecutorService executor;
    private final UnexpectedFailures failures;
    private final JsonLog log = JsonLog.of(QueueAudit.class);

    @Inject
    public QueueAudit(QueueInspector inspector, Settings settings, WorkerExecutors executors) {
        this.inspector = inspector;
        this.settings = settings;
        this.executor = executors.polling();
        this.failures = executors.failures();
    }

    void start(@Observes Startup startup) {
        schedule(1, Duration.ZERO);
    }

    private void schedule(int attempt, Duration delay) {
        try {
            Future<?> unused = executor.schedule(() -> run(attempt), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException containerStops) {
            // There is nothing to audit any more.
        }
    }

    private void run(int attempt) {
        List<Finding> findings;
        try {
            findings = AuditRules.compare(inspector.inspect(), settings).toList();
        } catch (QueueUnavailable failure) {
            Duration pause = PAUSES.jitteredDelay(attempt);
            // The poll loop tells of a queue that is away; once is enough for a missing permission.
            if (attempt == 1) {
                log.warn(
                        "the queue's attributes could not be read; check SQS_QUEUE_URL, and that sqs:GetQueueAttributes"
                                + " is allowed",
                        fields -> fields.error(failure));
            }
            schedule(attempt + 1, pause);
            return;
        } catch (Throwable failure) {
            failures.record(Place.QUEUE_CHECK, failure);
            schedule(attempt + 1, PAUSES.jitteredDelay(attempt));
            return;
        }
        findings.forEach(finding -> log.warn(
                "the queue does not fit the settings",
                fields -> fields.with("finding", finding.name().word()).with("remedy", finding.remedy())));
        if (findings.isEmpty()) {
            log.info("the queue fits the settings", fields -> {});
        }
    }
}
