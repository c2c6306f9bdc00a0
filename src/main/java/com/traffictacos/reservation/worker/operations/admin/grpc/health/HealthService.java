package com.traffictacos.reservation.worker.operations.admin.grpc.health;

import com.traffictacos.reservation.worker.operations.health.ReadyState;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures.Place;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import io.grpc.BindableService;
import io.grpc.ServerInterceptors;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * gRPC's own {@code grpc.health.v1.Health}, for the whole server (an empty name) and for {@value #SERVICE}; both follow
 * readiness. The state is read at each request. Watchers are notified of changes within a second, and the timer for
 * this runs only while there are watchers. Thread-safe.
 *
 * @see <a href="https://github.com/grpc/grpc/blob/master/doc/health-checking.md">gRPC health checking protocol</a>
 */
@SingletonBean
public class HealthService {

    static final String SERVICE = "reservation-worker";

    private static final List<String> SERVICES = List.of(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, SERVICE);

    private final BooleanSupplier ready;
    private final ScheduledExecutorService timer;
    private final UnexpectedFailures failures;
    private final HealthStatusManager manager = new HealthStatusManager();
    private final HealthWatchInterceptor watches = new HealthWatchInterceptor(this::refresh, this::refreshSoon);

    // Guarded by this.
    private boolean leaving;

    @Inject
    public HealthService(ReadyState ready, WorkerExecutors executors) {
        this(ready::isReady, executors);
    }

    HealthService(BooleanSupplier ready, WorkerExecutors executors) {
        this.ready = ready;
        this.timer = executors.polling();
        this.failures = executors.failures();
    }

    /** The service to register with a server. */
    public BindableService service() {
        return () -> ServerInterceptors.intercept(manager.getHealthService(), watches);
    }

    /** Changes the status to NOT_SERVING for good, notifies the watchers at once and completes their calls. */
    public void leave() {
        synchronized (this) {
            if (leaving) {
                return;
            }
            leaving = true;
            manager.enterTerminalState();
        }
        // The server would otherwise wait for them in its shutdown until the time of the drain is over.
        watches.complete();
    }

    private synchronized void refresh() {
        if (!leaving) {
            ServingStatus now = ready.getAsBoolean() ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
            SERVICES.forEach(service -> manager.setStatus(service, now));
        }
    }

    private void refreshSoon() {
        try {
            Future<?> unused = timer.schedule(this::look, 1, TimeUnit.SECONDS);
        } catch (RejectedExecutionException containerStops) {
            // The watchers are notified when the port is closed.
        }
    }

    private void look() {
        failures.observe(Place.HEALTH_WATCH, this::refresh);
        if (watches.any()) {
            refreshSoon();
        }
    }
}
