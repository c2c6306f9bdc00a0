package com.traffictacos.reservation.worker.pipeline.lifecycle;

import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import com.traffictacos.reservation.worker.platform.process.StartCondition;
import com.traffictacos.reservation.worker.platform.process.StartConditionException;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;

/**
 * Checks every {@link StartCondition}, concurrently, before the first message is received. If a condition is not met,
 * the process logs one line and exits, because a worker that cannot be monitored must not take messages. Used once.
 */
@SingletonBean
public class StartConditions {

    /** The exit code of a worker with valid settings that could not start: {@code EX_SOFTWARE} of sysexits.h. */
    public static final int EXIT_CODE = 70;

    private static final JsonLog LOG = JsonLog.of(StartConditions.class);

    /** Bounds the wait for standard output, so that a blocked reader does not keep the process alive. */
    private static final Duration LOG_FLUSH = Duration.ofSeconds(2);

    private final List<StartCondition> conditions;
    private final Executor threads;
    private final IntConsumer end;
    private volatile boolean stopping;

    @Inject
    public StartConditions(@Any Instance<StartCondition> conditions, WorkerExecutors executors) {
        // Uses the pool of the receives, which is idle until the conditions are met. The process halts, because no
        // message is in flight that a halt could lose, and an exit would wait for a server that may be unable to stop.
        this(conditions.stream().toList(), executors.polling(), Runtime.getRuntime()::halt);
    }

    /** @param end receives the exit code of the process */
    public StartConditions(List<StartCondition> conditions, Executor threads, IntConsumer end) {
        this.conditions = conditions;
        this.threads = threads;
        this.end = end;
    }

    /**
     * Starts the checks and returns immediately. The stage completes when all conditions are met, and never if one is
     * not.
     */
    CompletionStage<Void> begin() {
        CompletableFuture<?>[] all = conditions.stream()
                .map(condition -> CompletableFuture.runAsync(() -> check(condition), threads))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture<Void> met = new CompletableFuture<>();
        CompletableFuture<Void> unused = CompletableFuture.allOf(all).thenRun(() -> met.complete(null));
        return met;
    }

    /** The worker stops: ports close now, and a condition that is no longer met does not end the process. */
    void stop() {
        stopping = true;
    }

    private void check(StartCondition condition) {
        try {
            condition.await();
        } catch (InterruptedException serverStops) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(serverStops);
        } catch (StartConditionException unmet) {
            refuse(unmet, unmet.remedy());
            throw new IllegalStateException(unmet);
        } catch (Exception | LinkageError failure) {
            refuse(failure, "see the error");
            throw failure;
        }
    }

    private void refuse(Throwable unmet, String remedy) {
        if (stopping) {
            return;
        }
        LOG.error(
                "the worker takes no messages and ends: " + unmet.getMessage(),
                fields -> fields.with("remedy", remedy).error(unmet.getCause() == null ? unmet : unmet.getCause()));
        JsonLog.flush(LOG_FLUSH);
        end.accept(EXIT_CODE);
    }
}
