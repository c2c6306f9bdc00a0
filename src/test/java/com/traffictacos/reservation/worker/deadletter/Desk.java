package com.traffictacos.reservation.worker.deadletter;

import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.config.Secret;
import com.traffictacos.reservation.worker.config.Settings;
import com.traffictacos.reservation.worker.fake.FakeDeadLetterQueue;
import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.operator.DryRunTokens;
import com.traffictacos.reservation.worker.operator.Operator;
import com.traffictacos.reservation.worker.operator.OperatorExecutor;
import com.traffictacos.reservation.worker.operator.Termination;
import com.traffictacos.reservation.worker.worker.WorkerExecutors;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** An operator's desk put together as the container does it, on a fake queue and a clock that stands still. */
final class Desk implements AutoCloseable {

    static final Operator ALICE = new Operator("alice");
    static final Settings.Operations SETTINGS =
            new Settings.Operations(Optional.of(new Secret("alice:0123456789abcdef")), true, 8040, 8041);

    final ManualClock clock;
    final FakeDeadLetterQueue queue;
    final DeadLetters letters;
    final LetterPages pages;
    final LetterJobs jobs;
    final LetterOrders orders;
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Termination termination;

    Desk() {
        this(new ManualClock(Instant.parse("2025-01-23T10:00:00Z")));
    }

    private Desk(ManualClock clock) {
        this(clock, new FakeDeadLetterQueue(clock));
    }

    /** Another worker's desk on the same queue. */
    Desk(Desk other) {
        this(other.clock, other.queue);
    }

    private Desk(ManualClock clock, FakeDeadLetterQueue queue) {
        this.clock = clock;
        this.queue = queue;
        WorkerExecutors executors = new WorkerExecutors(pool, timer, pool, Executors.defaultThreadFactory());
        termination = new Termination(executors);
        letters = new DeadLetters(queue, queue, clock, executors);
        pages = new LetterPages(letters);
        jobs = new LetterJobs(letters, new OperatorExecutor(pool), clock, termination);
        orders = new LetterOrders(letters, jobs, new DryRunTokens(SETTINGS, clock));
    }

    /** A choice by reason. */
    static Selection reason(String reason) {
        return new Selection(Set.of(reason), Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), Set.of());
    }

    static JobOrder redrive(Selection selection) {
        return JobOrder.redrive(selection, 1_000, ALICE);
    }

    JobView awaitEnd(JobView job) {
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
