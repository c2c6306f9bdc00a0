package com.traffictacos.reservation.worker.operations.telemetry;

import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import com.traffictacos.reservation.worker.platform.log.LogBuffer;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;

/**
 * Puts the log on a thread of its own while the application runs: a container runtime that does not read standard output
 * must not stop the events. Before and after, lines are written by whoever logs. ADR 0024.
 */
@Singleton
public class LogOutput {

    /** What the last lines may take at the end; a pipe that nobody reads takes none. */
    private static final Duration LAST_LINES = Duration.ofSeconds(1);

    private final LogBuffer buffer = new LogBuffer(JsonLog.STANDARD_OUTPUT);
    private final WorkerExecutors executors;

    @Inject
    public LogOutput(WorkerExecutors executors) {
        this.executors = executors;
    }

    /** After the check of the settings, which may end the process, and before the worker's start. */
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) Startup startup, Metrics metrics) {
        metrics.counters(
                "worker_log_lines_dropped_total",
                "Log lines dropped because standard output was not read.",
                reading -> reading.call((double) buffer.dropped()));
        // Not an executor's: those refuse new tasks, and end old ones, before the drain's last lines are written.
        executors.threads().newThread(buffer).start();
        JsonLog.setBuffer(buffer);
    }

    /** After the drain. */
    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) Shutdown shutdown) {
        if (JsonLog.flush(LAST_LINES)) {
            JsonLog.setSink(JsonLog.STANDARD_OUTPUT);
        }
        buffer.close();
    }
}
