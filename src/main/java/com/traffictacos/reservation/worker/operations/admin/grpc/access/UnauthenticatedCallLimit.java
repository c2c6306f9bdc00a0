package com.traffictacos.reservation.worker.operations.admin.grpc.access;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Limits how many calls without a token are open at a time, over all connections. One call too many ends the oldest one:
 * who opens calls and leaves them unfinished shuts nobody out, and holds at most so many requests in memory.
 *
 * <p>Thread-safe.
 */
public final class UnauthenticatedCallLimit implements ServerInterceptor {

    private final int max;

    /** The oldest first. Guarded by itself. */
    private final Set<LimitedCall<?, ?>> open = new LinkedHashSet<>();

    public UnauthenticatedCallLimit(int max) {
        this.max = max;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (AuthenticationInterceptor.caller().isPresent()) {
            return next.startCall(call, headers);
        }
        LimitedCall<Q, A> limited = new LimitedCall<>(call);
        begin(limited).ifPresent(LimitedCall::end);
        ServerCall.Listener<Q> listener;
        try {
            listener = next.startCall(limited, headers);
        } catch (RuntimeException e) {
            forget(limited);
            throw e;
        }
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onCancel() {
                forget(limited);
                super.onCancel();
            }

            @Override
            public void onComplete() {
                forget(limited);
                super.onComplete();
            }
        };
    }

    /** Adds a call, and returns the one that has to end for it. */
    private Optional<LimitedCall<?, ?>> begin(LimitedCall<?, ?> call) {
        synchronized (open) {
            open.add(call);
            if (open.size() <= max) {
                return Optional.empty();
            }
            LimitedCall<?, ?> oldest = open.iterator().next();
            open.remove(oldest);
            return Optional.of(oldest);
        }
    }

    private void forget(LimitedCall<?, ?> call) {
        synchronized (open) {
            open.remove(call);
        }
    }

    /** A call that another thread may end. What its handler sends afterwards is dropped. */
    private final class LimitedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {

        // Guarded by this.
        private boolean closed;

        private LimitedCall(ServerCall<Q, A> call) {
            super(call);
        }

        private void end() {
            close(Status.RESOURCE_EXHAUSTED.withDescription("too many calls without a token are open"), new Metadata());
        }

        @Override
        public synchronized void sendHeaders(Metadata headers) {
            if (!closed) {
                super.sendHeaders(headers);
            }
        }

        @Override
        public synchronized void sendMessage(A message) {
            if (!closed) {
                super.sendMessage(message);
            }
        }

        @Override
        public void close(Status status, Metadata trailers) {
            // A closed call that its peer does not read keeps a few bytes of its connection, which is limited itself.
            forget(this);
            synchronized (this) {
                if (!closed) {
                    closed = true;
                    super.close(status, trailers);
                }
            }
        }
    }
}
