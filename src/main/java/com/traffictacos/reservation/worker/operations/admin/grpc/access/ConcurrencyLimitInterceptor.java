package com.traffictacos.reservation.worker.operations.admin.grpc.access;

import com.traffictacos.reservation.worker.operations.admin.OperatorCalls;
import com.traffictacos.reservation.worker.operations.deadletter.CurrentCaller;
import io.grpc.Context;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/**
 * Limits how many operator calls run at a time, over all connections and HTTP together, and rejects further ones at
 * once. Each call holds a thread while it runs, and threads have to remain for health checks and for a job.
 */
public final class ConcurrencyLimitInterceptor implements ServerInterceptor {

    private final OperatorCalls calls;

    public ConcurrencyLimitInterceptor(OperatorCalls calls) {
        this.calls = calls;
    }

    @Override
    public <Q, A> Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Listener<Q> listener = next.startCall(call, headers);
        // A call without an operator is to an open method, which answers immediately.
        return AuthenticationInterceptor.caller().isEmpty() ? listener : new Limited<>(listener, call);
    }

    /** All methods are unary, so a call runs in this callback, on one thread. */
    private final class Limited<Q, A> extends SimpleForwardingServerCallListener<Q> {

        private final ServerCall<Q, A> call;

        private Limited(Listener<Q> listener, ServerCall<Q, A> call) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onHalfClose() {
            if (!calls.tryBegin()) {
                call.close(Status.RESOURCE_EXHAUSTED.withDescription(OperatorCalls.TURNED_AWAY), new Metadata());
                return;
            }
            // The call's own state changes only after this callback; its context changes at once.
            Context context = Context.current();
            try {
                CurrentCaller.during(context::isCancelled, super::onHalfClose);
            } finally {
                calls.end();
            }
        }
    }
}
