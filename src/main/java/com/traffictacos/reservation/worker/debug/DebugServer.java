package com.traffictacos.reservation.worker.debug;

import com.traffictacos.reservation.worker.config.Settings;
import com.traffictacos.reservation.worker.log.JsonLog;
import com.traffictacos.reservation.worker.operator.OperatorExecutor;
import com.traffictacos.reservation.worker.operator.Termination;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/**
 * Opens the gRPC port once the application has started, and takes it into the drain: health says NOT_SERVING first, no
 * new call is taken, calls in work run to their end as long as the drain's time allows.
 *
 * <p>A port that cannot be bound is an error in the log and nothing more: operators miss it, events do not.
 */
@Singleton
public class DebugServer {

    private static final JsonLog LOG = JsonLog.of(DebugServer.class);

    private final Instance<DebugServices> services;
    private final OperatorExecutor executor;
    private final Termination termination;
    private final int portNumber;
    private final Duration shutdownTimeout;

    // Guarded by this.
    private Optional<GrpcPort> port = Optional.empty();
    private boolean stopping;

    @Inject
    public DebugServer(
            Instance<DebugServices> services,
            OperatorExecutor executor,
            Termination termination,
            Settings.Operations operations,
            Settings.Worker worker) {
        this.services = services;
        this.executor = executor;
        this.termination = termination;
        this.portNumber = operations.grpcDebugPort();
        this.shutdownTimeout = worker.shutdownTimeout();
    }

    /** The task runs when the application has started: polling does not wait for this. */
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) Startup startup) {
        try {
            executor.pool().execute(this::open);
        } catch (RejectedExecutionException stopsAlready) {
            LOG.warn("the gRPC port is not opened, since the server stops", fields -> {});
        }
    }

    private synchronized void open() {
        if (stopping) {
            return;
        }
        DebugServices all = services.get();
        try {
            port = Optional.of(GrpcPort.open(portNumber, all, executor.orCaller()));
            termination.onTermination(all.health()::leave);
            LOG.info("the gRPC port is open", fields -> fields.with("port", portNumber));
        } catch (IOException e) {
            LOG.error(
                    "GRPC_DEBUG_PORT " + portNumber + " cannot be opened; the worker goes on without it",
                    fields -> fields.with("port", portNumber).error(e));
        }
    }

    /** Where it listens; empty if it does not. */
    public synchronized Optional<Integer> port() {
        return port.map(GrpcPort::number);
    }

    /** Before the worker drains. */
    void refuseNewCalls(@Observes @Priority(Interceptor.Priority.APPLICATION) Shutdown shutdown) {
        Optional<GrpcPort> open;
        synchronized (this) {
            stopping = true;
            open = port;
        }
        open.ifPresent(GrpcPort::refuseNewCalls);
    }

    /** After the worker has drained, within the same time. */
    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) Shutdown shutdown) {
        Optional<GrpcPort> open;
        synchronized (this) {
            open = port;
            port = Optional.empty();
        }
        open.ifPresent(last -> last.close(shutdownTimeout));
    }
}
