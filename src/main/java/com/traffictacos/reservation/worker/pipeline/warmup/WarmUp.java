package com.traffictacos.reservation.worker.pipeline.warmup;

import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Runs every {@link WarmUpTask} concurrently before the first message is received. A task that fails or hangs costs
 * only the warm start. Used once.
 */
@SingletonBean
public class WarmUp {

    private static final JsonLog LOG = JsonLog.of(WarmUp.class);

    /**
     * About six times the usual duration. Waiting events must not wait longer because the machine is busy with other
     * work.
     */
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final List<WarmUpTask> tasks;
    private final Executor threads;
    private final Duration timeout;

    @Inject
    public WarmUp(@Any Instance<WarmUpTask> tasks, WorkerExecutors executors) {
        // Not the event pool: it may have only one thread, and the warm-up of a connection needs two.
        this(tasks.stream().toList(), executors.settling(), TIMEOUT);
    }

    public WarmUp(List<WarmUpTask> tasks, Executor threads, Duration timeout) {
        this.tasks = tasks;
        this.threads = threads;
        this.timeout = timeout;
    }

    /**
     * Starts the tasks and returns immediately. The stage completes, never with an error, when all have ended or the
     * time is over.
     */
    public CompletionStage<Void> begin() {
        long begun = System.nanoTime();
        CompletableFuture<?>[] all = tasks.stream()
                .map(task -> CompletableFuture.runAsync(() -> run(task), threads))
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(all)
                .completeOnTimeout(null, timeout.toMillis(), TimeUnit.MILLISECONDS)
                .thenRun(() -> LOG.info(
                        "warmed up",
                        fields -> fields.with(
                                "duration_ms",
                                Duration.ofNanos(System.nanoTime() - begun).toMillis())));
    }

    private void run(WarmUpTask task) {
        // A failure here must not keep the worker from starting.
        try {
            task.warmUp(threads);
        } catch (Exception | LinkageError failure) {
            LOG.warn("a warm-up task failed, the first events find a cold worker", fields -> fields.error(failure));
        }
    }
}
