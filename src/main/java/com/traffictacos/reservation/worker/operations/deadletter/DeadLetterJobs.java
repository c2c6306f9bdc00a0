package com.traffictacos.reservation.worker.operations.deadletter;

import com.traffictacos.reservation.worker.operations.auth.Operator;
import com.traffictacos.reservation.worker.operations.auth.OperatorLog;
import com.traffictacos.reservation.worker.platform.concurrent.OperatorExecutor;
import com.traffictacos.reservation.worker.platform.process.TerminationSignal;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.enterprise.event.Shutdown;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;

/**
 * The jobs of this worker: one at a time, the last few remembered. Other workers have theirs; two at work side by side
 * share the letters between them, since a letter is held by one at a time. Safe for use by any number of threads.
 */
@Singleton
public class DeadLetterJobs {

    private static final int REMEMBERED = 20;
    private static final Duration END_PATIENCE = Duration.ofSeconds(3);

    private final DeadLetterBrowser letters;
    private final OperatorExecutor executor;
    private final Clock clock;

    /** The newest first; guarded by itself. */
    private final Deque<DeadLetterJob> jobs = new ArrayDeque<>();

    @Inject
    public DeadLetterJobs(
            DeadLetterBrowser letters, OperatorExecutor executor, Clock clock, TerminationSignal termination) {
        this.letters = letters;
        this.executor = executor;
        this.clock = clock;
        termination.onTermination(this::cancelAll);
    }

    /** This worker is at a job already, or stops. */
    public static final class NotNow extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NotNow(String message) {
            super(message);
        }
    }

    /**
     * Begins a job and does not wait for it.
     *
     * @throws NotNow if another one runs, or the worker stops
     */
    public JobStatus start(JobRequest order) {
        DeadLetterJob job =
                new DeadLetterJob(UUID.randomUUID().toString(), order, letters.queue(), letters.pass(), clock);
        synchronized (jobs) {
            if (!jobs.isEmpty() && jobs.getFirst().view().isRunning()) {
                throw new NotNow("job " + jobs.getFirst().view().id() + " is running; wait for its end or cancel it");
            }
            try {
                executor.pool().execute(() -> run(job));
            } catch (RejectedExecutionException stopping) {
                throw new NotNow("the worker takes no jobs just now");
            }
            jobs.addFirst(job);
            if (jobs.size() > REMEMBERED) {
                jobs.removeLast();
            }
        }
        return job.view();
    }

    private void run(DeadLetterJob job) {
        try {
            job.run();
        } finally {
            letters.forget();
        }
    }

    /** The newest first. */
    public List<JobStatus> all() {
        synchronized (jobs) {
            return jobs.stream().map(DeadLetterJob::view).toList();
        }
    }

    public Optional<JobStatus> find(String id) {
        return all().stream().filter(job -> job.id().equals(id)).findFirst();
    }

    /** The one that runs just now. */
    public Optional<JobStatus> running() {
        return all().stream().filter(JobStatus::isRunning).findFirst();
    }

    /** Asks a job to end after the letters that it has in hand; one that has ended stays as it is. */
    public Optional<JobStatus> cancel(String id, Operator operator) {
        Optional<DeadLetterJob> found;
        synchronized (jobs) {
            found = jobs.stream().filter(job -> job.view().id().equals(id)).findFirst();
        }
        found.ifPresent(job -> {
            job.cancel();
            OperatorLog.changed(operator, "cancel", fields -> fields.with("job", id));
        });
        return found.map(DeadLetterJob::view);
    }

    private void cancelAll() {
        synchronized (jobs) {
            jobs.forEach(DeadLetterJob::cancel);
        }
    }

    /** Before the worker drains: what a job holds is released, and the queue can still be asked. */
    void stop(
            @Observes(notifyObserver = Reception.IF_EXISTS) @Priority(Interceptor.Priority.APPLICATION)
                    Shutdown shutdown) {
        cancelAll();
        List<DeadLetterJob> open;
        synchronized (jobs) {
            open = List.copyOf(jobs);
        }
        try {
            for (DeadLetterJob job : open) {
                boolean unused = job.awaitEnd(END_PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
