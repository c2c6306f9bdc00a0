package com.traffictacos.reservation.worker.operations.admin.grpc;

import com.traffictacos.reservation.worker.operations.health.ReadyState;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures.Place;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * {@code grpc.health.v1.Health} for the whole server (an empty name) and for {@value #SERVICE}; both follow readiness.
 * The state is read at each request. Watchers are notified of changes within a second, and the timer for this runs only
 * while there are watchers. Thread-safe.
 *
 * @see <a href="https://github.com/grpc/grpc/blob/master/doc/health-checking.md">gRPC health checking protocol</a>
 */
@SingletonBean
public class HealthService extends HealthGrpc.HealthImplBase {

    static final String SERVICE = "reservation-worker";

    private static final Set<String> SERVICES = Set.of("", SERVICE);
    private static final int MAX_WATCHERS = 16;

    private final ReadyState ready;
    private final ScheduledExecutorService timer;
    private final UnexpectedFailures failures;

    /** The status last sent to each watcher. Guarded by itself, since a stream accepts one message at a time. */
    private final Map<StreamObserver<HealthCheckResponse>, ServingStatus> watchers = new HashMap<>();

    private volatile boolean leaving;

    @Inject
    public HealthService(ReadyState ready, WorkerExecutors executors) {
        this.ready = ready;
        this.timer = executors.polling();
        this.failures = executors.failures();
    }

    /** Changes the status to NOT_SERVING for good and notifies the watchers at once. */
    void leave() {
        leaving = true;
        synchronized (watchers) {
            tellChanges();
            watchers.keySet().forEach(StreamObserver::onCompleted);
            watchers.clear();
        }
    }

    @Override
    public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> observer) {
        if (SERVICES.contains(request.getService())) {
            observer.onNext(response(status()));
            observer.onCompleted();
        } else {
            observer.onError(Status.NOT_FOUND
                    .withDescription("known are the empty name and " + SERVICE)
                    .asRuntimeException());
        }
    }

    @Override
    public void watch(HealthCheckRequest request, StreamObserver<HealthCheckResponse> observer) {
        if (!SERVICES.contains(request.getService())) {
            // The protocol keeps the stream open in case the service appears later; here none does.
            observer.onNext(response(ServingStatus.SERVICE_UNKNOWN));
            observer.onCompleted();
            return;
        }
        ((ServerCallStreamObserver<HealthCheckResponse>) observer).setOnCancelHandler(() -> forget(observer));
        synchronized (watchers) {
            if (watchers.size() >= MAX_WATCHERS) {
                observer.onError(Status.RESOURCE_EXHAUSTED
                        .withDescription("at most " + MAX_WATCHERS + " watch at a time")
                        .asRuntimeException());
                return;
            }
            ServingStatus now = status();
            observer.onNext(response(now));
            if (leaving) {
                observer.onCompleted();
                return;
            }
            watchers.put(observer, now);
            if (watchers.size() == 1) {
                lookAgainSoon();
            }
        }
    }

    private void forget(StreamObserver<HealthCheckResponse> observer) {
        synchronized (watchers) {
            watchers.remove(observer);
        }
    }

    private void lookAgainSoon() {
        try {
            Future<?> unused = timer.schedule(this::look, 1, TimeUnit.SECONDS);
        } catch (RejectedExecutionException containerStops) {
            // The watchers are notified when the port is closed.
        }
    }

    private void look() {
        synchronized (watchers) {
            failures.observe(Place.HEALTH_WATCH, this::tellChanges);
            if (!watchers.isEmpty()) {
                lookAgainSoon();
            }
        }
    }

    private void tellChanges() {
        ServingStatus now = status();
        watchers.replaceAll((watcher, recorded) -> {
            if (recorded != now) {
                watcher.onNext(response(now));
            }
            return now;
        });
    }

    private ServingStatus status() {
        return !leaving && ready.isReady() ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
    }

    private static HealthCheckResponse response(ServingStatus status) {
        return HealthCheckResponse.newBuilder().setStatus(status).build();
    }
}
