package com.traffictacos.reservation.worker.operations.admin.grpc;

import com.traffictacos.reservation.worker.operations.admin.OperatorCalls;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/**
 * Lets only so many operators' calls work at a time, over all connections and HTTP too, and turns further ones away at once: each
 * holds a thread while it works, and threads have to be left for health and for a job.
 */
final class ConcurrencyLimitInterceptor implements ServerInterceptor {

    private final OperatorCalls calls;

    ConcurrencyLimitInterceptor(OperatorCalls calls) {
        this.calls = calls;
    }

    @Override
    public <Q, A> Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Listener<Q> listener = next.startCall(call, headers);
        // Without an operator it is one of the open calls, which are answered in no time.
        return AuthenticationInterceptor.caller().isEmpty() ? listener : new Limited<>(listener, call);
    }

    /** All methods are unary: their work is done here, on one thread. */
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
            try {
                super.onHalfClose();
            } finally {
                calls.end();
            }
        }
    }
}
