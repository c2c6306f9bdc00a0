package com.traffictacos.reservation.worker.pipeline.warmup;

import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
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
@Singleton
public class WarmUp {

    private static final JsonLog LOG = JsonLog.of(WarmUp.class);

    /**
     * About six times the usual duration. Waiting events must not wait longer because the machine is busy with other
     * work.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final List<WarmUpTask> rehearsals;
    private final Executor threads;
    private final Duration patience;

    @Inject
    public WarmUp(@Any Instance<WarmUpTask> rehearsals, WorkerExecutors executors) {
        // Not the event pool: it may have only one thread, and the warm-up of a connection needs two.
        this(rehearsals.stream().toList(), executors.settling(), PATIENCE);
    }

    public WarmUp(List<WarmUpTask> rehearsals, Executor threads, Duration patience) {
        this.rehearsals = rehearsals;
        this.threads = threads;
        this.patience = patience;
    }

    /**
     * Starts the tasks and returns immediately. The stage completes, never with an error, when all have ended or the
     * time is over.
     */
    public CompletionStage<Void> begin() {
        long begun = System.nanoTime();
        CompletableFuture<?>[] all = rehearsals.stream()
                .map(rehearsal -> CompletableFuture.runAsync(() -> run(rehearsal), threads))
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(all)
                .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
                .thenRun(() -> LOG.info(
                        "rehearsed",
                        fields -> fields.with(
                                "duration_ms",
                                Duration.ofNanos(System.nanoTime() - begun).toMillis())));
    }

    private void run(WarmUpTask rehearsal) {
        // A failure here must not keep the worker from starting.
        try {
            rehearsal.rehearse(threads);
        } catch (Exception | LinkageError failure) {
            LOG.warn("a rehearsal failed, the first events find a cold worker", fields -> fields.error(failure));
        }
    }
}
