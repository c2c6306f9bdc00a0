package com.traffictacos.reservation.worker.operations.queuecheck;

import com.traffictacos.reservation.worker.pipeline.delivery.Backoff;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures.Place;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Reads the attributes of the queue once after the start and logs one warning for each {@link QueueWarning}. Retries a
 * failed read after 1 s, doubling to 30 s. Nothing waits for this check, and its failure has no effect.
 */
@SingletonBean
public class QueueConfigurationCheck {

    private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

    private final QueueAttributesReader inspector;
    private final Settings settings;
    private final ScheduledExecutorService executor;
    private final UnexpectedFailures failures;
    private final JsonLog log = JsonLog.of(QueueConfigurationCheck.class);

    @Inject
    public QueueConfigurationCheck(QueueAttributesReader inspector, Settings settings, WorkerExecutors executors) {
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
            // The executor stops, so the check is no longer needed.
        }
    }

    private void run(int attempt) {
        List<QueueWarning> findings;
        try {
            findings = QueueChecks.compare(inspector.inspect(), settings).toList();
        } catch (QueueUnavailableException failure) {
            Duration pause = PAUSES.jitteredDelay(attempt);
            // The poll loop reports an unavailable queue; for a missing permission one warning is enough.
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
