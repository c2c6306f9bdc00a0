package com.traffictacos.reservation.worker.operations.deadletter;

import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.fake.FakeDeadLetterQueue;
import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.operations.auth.AdminTokens;
import com.traffictacos.reservation.worker.operations.auth.Operator;
import com.traffictacos.reservation.worker.operations.auth.OperatorLog;
import com.traffictacos.reservation.worker.operations.deadletter.job.DeadLetterJobs;
import com.traffictacos.reservation.worker.operations.deadletter.job.DryRunTokens;
import com.traffictacos.reservation.worker.operations.deadletter.job.JobRequest;
import com.traffictacos.reservation.worker.operations.deadletter.job.JobStatus;
import com.traffictacos.reservation.worker.operations.deadletter.job.RedriveService;
import com.traffictacos.reservation.worker.platform.concurrent.OperatorExecutor;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.process.TerminationSignal;
import com.traffictacos.reservation.worker.platform.settings.Secret;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import com.traffictacos.reservation.worker.platform.settings.token.OperatorRole;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The beans of the operators' interfaces, assembled as the container does it, on a fake queue and a clock that stands
 * still.
 */
final class OperatorFixture implements AutoCloseable {

    static final Operator ALICE = new Operator("alice", OperatorRole.WRITE, "192.0.2.1");
    static final Settings.Operations SETTINGS = new Settings.Operations(
            Optional.of(new Secret("alice:0123456789abcdef")), Optional.empty(), true, 8040, 8041);

    final ManualClock clock;
    final FakeDeadLetterQueue queue;
    final DeadLetterBrowser deadLetters;
    final DeadLetterPager pages;
    final DeadLetterJobs jobs;
    final OperatorLog log;
    final RedriveService orders;
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final TerminationSignal termination;

    OperatorFixture() {
        this(new ManualClock(Instant.parse("2025-01-23T10:00:00Z")));
    }

    private OperatorFixture(ManualClock clock) {
        this(clock, new FakeDeadLetterQueue(clock));
    }

    /** The same beans of another worker on the same queue. */
    OperatorFixture(OperatorFixture other) {
        this(other.clock, other.queue);
    }

    private OperatorFixture(ManualClock clock, FakeDeadLetterQueue queue) {
        this.clock = clock;
        this.queue = queue;
        WorkerExecutors executors = new WorkerExecutors(pool, timer, pool, Executors.defaultThreadFactory());
        termination = new TerminationSignal(executors);
        deadLetters = new DeadLetterBrowser(queue, queue, clock, executors, new OperatorExecutor(pool));
        pages = new DeadLetterPager(deadLetters);
        log = new OperatorLog(clock);
        jobs = new DeadLetterJobs(
                deadLetters, new OperatorExecutor(pool), clock, termination, log, (cancelled, time) -> {
                    clock.advance(time);
                    return cancelled.getCount() == 0;
                });
        orders = new RedriveService(deadLetters, jobs, new DryRunTokens(new AdminTokens(SETTINGS), clock));
    }

    /** A filter by reason. */
    static DeadLetterFilter reason(String reason) {
        return new DeadLetterFilter(
                Set.of(reason), Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), Set.of());
    }

    static JobRequest redrive(DeadLetterFilter selection) {
        return JobRequest.redrive(selection, 1_000, ALICE);
    }

    /** Puts so many dead letters of one reason in. */
    void putMany(int count) {
        for (int i = 0; i < count; i++) {
            queue.put("expired rsv_" + i, "invalid_field");
        }
    }

    JobStatus awaitEnd(JobStatus job) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !jobs.find(job.id()).orElseThrow().isRunning());
        return jobs.find(job.id()).orElseThrow();
    }

    @Override
    public void close() {
        termination.forget();
        pool.shutdownNow();
        timer.shutdownNow();
    }
}
