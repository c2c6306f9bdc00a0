package com.traffictacos.reservation.worker.operations.admin.grpc;

import com.traffictacos.reservation.worker.platform.concurrent.OperatorExecutor;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import com.traffictacos.reservation.worker.platform.process.StartCondition;
import com.traffictacos.reservation.worker.platform.process.StartConditionException;
import com.traffictacos.reservation.worker.platform.process.TerminationSignal;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Opens the gRPC port before the first receive, and includes it in the drain: health changes to NOT_SERVING first, new
 * calls are rejected, and calls in progress run to their end within the time of the drain.
 *
 * <p>If the port cannot be bound, the start fails: probes may use the port, and operators need it to reach the worker.
 */
@SingletonBean
public class GrpcAdminServer implements StartCondition {

    private static final JsonLog LOG = JsonLog.of(GrpcAdminServer.class);

    private final Instance<GrpcServices> services;
    private final OperatorExecutor executor;
    private final TerminationSignal termination;
    private final int portNumber;
    private final Duration shutdownTimeout;

    // Guarded by this.
    private Optional<GrpcServerFactory> port = Optional.empty();
    private boolean stopping;

    @Inject
    public GrpcAdminServer(
            Instance<GrpcServices> services,
            OperatorExecutor executor,
            TerminationSignal termination,
            Settings.Operations operations,
            Settings.Worker worker) {
        this.services = services;
        this.executor = executor;
        this.termination = termination;
        this.portNumber = operations.grpcDebugPort();
        this.shutdownTimeout = worker.shutdownTimeout();
    }

    @Override
    public synchronized void await() throws StartConditionException {
        if (stopping) {
            return;
        }
        GrpcServices all = services.get();
        try {
            port = Optional.of(GrpcServerFactory.open(portNumber, all, executor.orCaller()));
        } catch (IOException e) {
            throw new StartConditionException(
                    "GRPC_DEBUG_PORT " + portNumber + " cannot be opened",
                    "end the process that has the port, or set GRPC_DEBUG_PORT to a free one",
                    e);
        }
        termination.onTermination(all.health()::leave);
        LOG.info("the gRPC port is open", fields -> fields.with("port", portNumber));
    }

    /** The port that the server listens on; empty if it does not listen. */
    public synchronized Optional<Integer> port() {
        return port.map(GrpcServerFactory::number);
    }

    /** Runs before the worker drains. */
    void refuseNewCalls(@Observes @Priority(Interceptor.Priority.APPLICATION) Shutdown shutdown) {
        Optional<GrpcServerFactory> open;
        synchronized (this) {
            stopping = true;
            open = port;
        }
        open.ifPresent(GrpcServerFactory::refuseNewCalls);
    }

    /** Runs after the worker has drained, within the time of the drain. */
    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) Shutdown shutdown) {
        Optional<GrpcServerFactory> open;
        synchronized (this) {
            open = port;
            port = Optional.empty();
        }
        open.ifPresent(last -> last.close(shutdownTimeout));
    }
}
