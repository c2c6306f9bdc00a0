package com.traffictacos.reservation.worker.debug;

import com.traffictacos.reservation.worker.operator.AdminGuard;
import com.traffictacos.reservation.worker.operator.OperatorCalls;
import io.grpc.BindableService;
import io.grpc.ServerInterceptor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** What is served on the gRPC port, reflection aside. */
@Singleton
public final class DebugServices {

    private final HealthService health;
    private final List<BindableService> all;
    private final List<ServerInterceptor> interceptors;

    @Inject
    public DebugServices(
            HealthService health,
            GrpcWorkerService worker,
            GrpcDeadLetterService deadLetters,
            GrpcPollingService polling,
            AdminGuard guard,
            OperatorCalls calls) {
        this.health = health;
        this.all = List.of(health, worker, deadLetters, polling);
        // The last one is the outermost: nothing of a call is read before its caller is known.
        this.interceptors =
                List.of(new RefusalInterceptor(), new CallTrace(), new CallLimit(calls), new TokenInterceptor(guard));
    }

    HealthService health() {
        return health;
    }

    List<BindableService> all() {
        return all;
    }

    List<ServerInterceptor> interceptors() {
        return interceptors;
    }
}
