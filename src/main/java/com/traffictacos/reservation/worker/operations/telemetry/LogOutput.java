package com.traffictacos.reservation.worker.operations.telemetry;

import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import com.traffictacos.reservation.worker.platform.log.LibraryLog;
import com.traffictacos.reservation.worker.platform.log.LogBuffer;
import com.traffictacos.reservation.worker.platform.log.RateLimitedLog;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.List;

/**
 * Writes the log on a separate thread while the application runs: a container runtime that does not read standard
 * output must not block the processing of events. Before and after, the logging thread writes its own lines. ADR 0024.
 */
@SingletonBean
public class LogOutput {

    /** The maximum time for the last lines at shutdown; without a reader of the pipe, writing would block. */
    private static final Duration LAST_LINES = Duration.ofSeconds(1);

    /** Their lines can be caused by anybody who reaches a port: gRPC, and requests that end on another thread. */
    private static final List<String> LIBRARIES = List.of("io.grpc", "io.netty", "org.jboss.weld.Servlet");

    private final LibraryLog libraries = LibraryLog.takeOver(LIBRARIES);
    private final LogBuffer buffer = new LogBuffer(JsonLog.STANDARD_OUTPUT);
    private final WorkerExecutors executors;

    @Inject
    public LogOutput(WorkerExecutors executors) {
        this.executors = executors;
    }

    /** Runs after the check of the settings, which may end the process, and before the worker's start. */
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) Startup startup, Metrics metrics) {
        metrics.counters(
                "worker_log_lines_dropped_total",
                "Log lines dropped because standard output was not read.",
                reading -> reading.call((double) buffer.dropped()));
        metrics.counters(
                "worker_log_lines_suppressed_total",
                "Log lines about requests from outside that were counted instead of written.",
                reading -> reading.call((double) RateLimitedLog.allSuppressed()));
        // Not a thread of an executor: executors reject new tasks, and end old ones, before the drain's last lines are
        // written.
        executors.threads().newThread(buffer).start();
        JsonLog.setBuffer(buffer);
    }

    /** Runs after the drain. */
    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) Shutdown shutdown) {
        if (JsonLog.flush(LAST_LINES)) {
            JsonLog.setSink(JsonLog.STANDARD_OUTPUT);
        }
        libraries.close();
        buffer.close();
    }
}
