package com.traffictacos.reservation.worker.operations.admin.grpc.health;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthGrpc;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What gRPC's health service lacks: a limit of watchers, who need no token, and an end of their calls when the server
 * stops. Thread-safe.
 */
final class HealthWatchInterceptor implements ServerInterceptor {

    private static final int MAX_WATCHERS = 16;

    private final Runnable beforeCall;
    private final Runnable firstWatcher;

    // Both guarded by this.
    private final Set<Watch<?, ?>> watches = new HashSet<>();
    private boolean completed;

    /**
     * @param beforeCall runs before each call to the service
     * @param firstWatcher runs when there is a watcher and there was none
     */
    HealthWatchInterceptor(Runnable beforeCall, Runnable firstWatcher) {
        this.beforeCall = beforeCall;
        this.firstWatcher = firstWatcher;
    }

    synchronized boolean any() {
        return !watches.isEmpty();
    }

    /** Completes the calls of all watchers, and those of later ones after the first message. */
    void complete() {
        List<Watch<?, ?>> open;
        synchronized (this) {
            completed = true;
            open = List.copyOf(watches);
        }
        open.forEach(Watch::complete);
    }

    private synchronized boolean isCompleted() {
        return completed;
    }

    @Override
    public <Q, A> Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        beforeCall.run();
        if (!call.getMethodDescriptor()
                .getFullMethodName()
                .equals(HealthGrpc.getWatchMethod().getFullMethodName())) {
            return next.startCall(call, headers);
        }
        Watch<Q, A> watch = new Watch<>(call);
        if (!add(watch)) {
            call.close(
                    Status.RESOURCE_EXHAUSTED.withDescription("at most " + MAX_WATCHERS + " watch at a time"),
                    new Metadata());
            return new Listener<>() {};
        }
        return new SimpleForwardingServerCallListener<>(next.startCall(watch, headers)) {
            @Override
            public void onHalfClose() {
                super.onHalfClose();
                if (isCompleted()) {
                    watch.complete();
                }
            }

            @Override
            public void onCancel() {
                remove(watch);
                super.onCancel();
            }

            @Override
            public void onComplete() {
                remove(watch);
                super.onComplete();
            }
        };
    }

    private boolean add(Watch<?, ?> watch) {
        int watchers;
        synchronized (this) {
            if (watches.size() >= MAX_WATCHERS) {
                return false;
            }
            watches.add(watch);
            watchers = watches.size();
        }
        if (watchers == 1) {
            firstWatcher.run();
        }
        return true;
    }

    private synchronized void remove(Watch<?, ?> watch) {
        watches.remove(watch);
    }

    /** A call that the timer's thread and the stopping thread both write to; gRPC's calls accept one at a time. */
    private static final class Watch<Q, A> extends SimpleForwardingServerCall<Q, A> {

        // Guarded by this.
        private boolean closed;

        private Watch(ServerCall<Q, A> call) {
            super(call);
        }

        @Override
        public synchronized void sendMessage(A message) {
            if (!closed) {
                super.sendMessage(message);
            }
        }

        @Override
        public synchronized void close(Status status, Metadata trailers) {
            if (!closed) {
                closed = true;
                super.close(status, trailers);
            }
        }

        private void complete() {
            close(Status.OK, new Metadata());
        }
    }
}
