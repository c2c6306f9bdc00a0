package com.traffictacos.reservation.worker.operations.deadletter.job;

import com.traffictacos.reservation.worker.operations.auth.Operator;
import com.traffictacos.reservation.worker.operations.auth.OperatorLog;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterBrowser;
import com.traffictacos.reservation.worker.platform.concurrent.OperatorExecutor;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.process.TerminationSignal;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.enterprise.event.Shutdown;
import jakarta.inject.Inject;
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
 * The jobs of this worker: one runs at a time, and the last few are kept for display. Jobs of other workers may run in
 * parallel; they share the dead letters between them, since a received dead letter is hidden from the others.
 * Thread-safe.
 */
@SingletonBean
public class DeadLetterJobs {

    private static final int REMEMBERED = 20;
    private static final Duration END_TIMEOUT = Duration.ofSeconds(3);

    private final DeadLetterBrowser deadLetters;
    private final OperatorExecutor executor;
    private final Clock clock;
    private final OperatorLog log;
    private final JobPauses pauses;

    /** The newest first. Guarded by itself. */
    private final Deque<DeadLetterJob> jobs = new ArrayDeque<>();

    @Inject
    public DeadLetterJobs(
            DeadLetterBrowser deadLetters,
            OperatorExecutor executor,
            Clock clock,
            TerminationSignal termination,
            OperatorLog log) {
        this(deadLetters, executor, clock, termination, log, JobPauses.REAL);
    }

    /** @param pauses how jobs wait between two tries */
    public DeadLetterJobs(
            DeadLetterBrowser deadLetters,
            OperatorExecutor executor,
            Clock clock,
            TerminationSignal termination,
            OperatorLog log,
            JobPauses pauses) {
        this.deadLetters = deadLetters;
        this.executor = executor;
        this.clock = clock;
        this.log = log;
        this.pauses = pauses;
        termination.onTermination(this::cancelAll);
    }

    /** This worker already runs a job, or it stops. */
    public static final class JobConflictException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        JobConflictException(String message) {
            super(message);
        }
    }

    /**
     * Starts a job and does not wait for it.
     *
     * @throws JobConflictException if another job runs, or the worker stops
     */
    public JobStatus start(JobRequest order) {
        DeadLetterJob job = new DeadLetterJob(
                UUID.randomUUID().toString(), order, deadLetters.queue(), deadLetters.pass(), clock, log, pauses);
        synchronized (jobs) {
            if (!jobs.isEmpty() && jobs.getFirst().view().isRunning()) {
                throw new JobConflictException(
                        "job " + jobs.getFirst().view().id() + " is running; wait for its end or cancel it");
            }
            try {
                executor.pool().execute(() -> run(job));
            } catch (RejectedExecutionException stopping) {
                throw new JobConflictException("the worker takes no jobs just now");
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
            deadLetters.forget();
        }
    }

    /**
     * Waits for the end of a job.
     *
     * @return its status then, or when the time is over
     */
    JobStatus await(JobStatus started, Duration timeout) {
        DeadLetterJob job;
        synchronized (jobs) {
            job = jobs.stream()
                    .filter(known -> known.view().id().equals(started.id()))
                    .findFirst()
                    .orElseThrow(() -> new JobConflictException("the job is no longer kept"));
        }
        try {
            if (job.awaitEnd(timeout)) {
                // The job's thread does the same, perhaps a moment later than the caller lists again.
                deadLetters.forget();
            }
        } catch (InterruptedException containerStops) {
            Thread.currentThread().interrupt();
        }
        return job.view();
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

    /** The job that runs at the moment. */
    public Optional<JobStatus> running() {
        return all().stream().filter(JobStatus::isRunning).findFirst();
    }

    /** Cancels a job, which ends after the dead letters that it has received. Does not change a job that has ended. */
    public Optional<JobStatus> cancel(String id, Operator operator) {
        Optional<DeadLetterJob> found;
        synchronized (jobs) {
            found = jobs.stream().filter(job -> job.view().id().equals(id)).findFirst();
        }
        found.ifPresent(job -> {
            boolean running = job.view().isRunning();
            job.cancel();
            log.changed(
                    operator,
                    "cancel",
                    "job " + id,
                    running ? "it ends" : "it had ended before",
                    fields -> fields.with("job", id));
        });
        return found.map(DeadLetterJob::view);
    }

    private void cancelAll() {
        deadLetters.stopScans();
        synchronized (jobs) {
            jobs.forEach(DeadLetterJob::cancel);
        }
    }

    /** Runs before the worker drains: the job releases what it has received while the queue client still works. */
    void stop(
            @Observes(notifyObserver = Reception.IF_EXISTS) @Priority(Interceptor.Priority.APPLICATION)
                    Shutdown shutdown) {
        cancelAll();
        List<DeadLetterJob> open;
        synchronized (jobs) {
            open = List.copyOf(jobs);
        }
        try {
            deadLetters.awaitScansStopped(END_TIMEOUT);
            for (DeadLetterJob job : open) {
                boolean unused = job.awaitEnd(END_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
