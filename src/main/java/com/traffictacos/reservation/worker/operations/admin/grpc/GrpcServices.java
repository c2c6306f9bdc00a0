package com.traffictacos.reservation.worker.operations.admin.grpc;

import com.traffictacos.reservation.worker.operations.admin.OperatorCalls;
import com.traffictacos.reservation.worker.operations.admin.grpc.access.AuthenticationInterceptor;
import com.traffictacos.reservation.worker.operations.admin.grpc.access.ConcurrencyLimitInterceptor;
import com.traffictacos.reservation.worker.operations.admin.grpc.access.ExceptionInterceptor;
import com.traffictacos.reservation.worker.operations.admin.grpc.access.TraceContextInterceptor;
import com.traffictacos.reservation.worker.operations.admin.grpc.access.UnauthenticatedCallLimit;
import com.traffictacos.reservation.worker.operations.admin.grpc.health.HealthService;
import com.traffictacos.reservation.worker.operations.auth.BearerTokenAuthenticator;
import com.traffictacos.reservation.worker.operations.auth.SlowRefusals;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import io.grpc.BindableService;
import io.grpc.ServerInterceptor;
import jakarta.inject.Inject;
import java.util.List;

/** The services on the gRPC port, except reflection. */
@SingletonBean
public final class GrpcServices {

    /** Open methods answer at once: more than these are calls that somebody leaves unfinished. */
    private static final int MAX_OPEN_CALLS = 32;

    private final HealthService health;
    private final List<BindableService> all;
    private final List<ServerInterceptor> interceptors;

    @Inject
    public GrpcServices(
            HealthService health,
            GrpcWorkerService worker,
            GrpcDeadLetterService deadLetters,
            GrpcPollingService polling,
            GrpcAuditService audit,
            GrpcReservationService reservations,
            GrpcFleetService fleet,
            BearerTokenAuthenticator guard,
            SlowRefusals slow,
            OperatorCalls calls,
            WorkerExecutors executors) {
        this.health = health;
        this.all = List.of(health.service(), worker, deadLetters, polling, audit, reservations, fleet);
        // The last interceptor is the outermost one: nothing of a call is read before its caller is known.
        this.interceptors = List.of(
                new ExceptionInterceptor(),
                new TraceContextInterceptor(),
                new ConcurrencyLimitInterceptor(calls),
                new UnauthenticatedCallLimit(MAX_OPEN_CALLS),
                new AuthenticationInterceptor(guard, slow, executors.polling()));
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
