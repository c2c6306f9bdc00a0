package com.traffictacos.reservation.worker.debug;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.concurrent.Semaphore;

/**
 * Lets only so many operators' calls work at a time, over all connections, and turns further ones away at once: each
 * holds a thread while it works, and threads have to be left for health and for a job.
 */
final class CallLimit implements ServerInterceptor {

    /** Two less than the threads of the operators' executor in {@code server.xml}. */
    static final int CALLS = 4;

    private final Semaphore free = new Semaphore(CALLS);

    @Override
    public <Q, A> Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Listener<Q> listener = next.startCall(call, headers);
        // Without an operator it is one of the open calls, which are answered in no time.
        return TokenInterceptor.caller().isEmpty() ? listener : new Limited<>(listener, call);
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
            if (!free.tryAcquire()) {
                call.close(
                        Status.RESOURCE_EXHAUSTED.withDescription(CALLS + " calls are at work; try again"),
                        new Metadata());
                return;
            }
            try {
                super.onHalfClose();
            } finally {
                free.release();
            }
        }
    }
}
