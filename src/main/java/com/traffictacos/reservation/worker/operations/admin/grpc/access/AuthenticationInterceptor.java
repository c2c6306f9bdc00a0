package com.traffictacos.reservation.worker.operations.admin.grpc.access;

import com.traffictacos.reservation.worker.operations.admin.grpc.access.MethodAccess.Access;
import com.traffictacos.reservation.worker.operations.auth.AuthenticationResult;
import com.traffictacos.reservation.worker.operations.auth.BearerTokenAuthenticator;
import com.traffictacos.reservation.worker.operations.auth.Operator;
import com.traffictacos.reservation.worker.operations.auth.RoleCheck;
import com.traffictacos.reservation.worker.operations.auth.SlowRefusals;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Rejects calls whose token is missing, is wrong, or has not the role that {@link MethodAccess} names for the method. */
public final class AuthenticationInterceptor implements ServerInterceptor {

    /** The caller; absent in calls to open methods that were made without a token. */
    static final Context.Key<Operator> OPERATOR = Context.key("operator");

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final BearerTokenAuthenticator guard;
    private final SlowRefusals slow;
    private final ScheduledExecutorService timer;

    /** @param timer for refusals that are held back */
    public AuthenticationInterceptor(
            BearerTokenAuthenticator guard, SlowRefusals slow, ScheduledExecutorService timer) {
        this.guard = guard;
        this.slow = slow;
        this.timer = timer;
    }

    /** The caller, if the call presented a token. */
    public static Optional<Operator> caller() {
        return Optional.ofNullable(OPERATOR.get());
    }

    /** The caller of a method that requires the token. */
    public static Operator operator() {
        return caller().orElseThrow(() -> new IllegalStateException("an open method has no operator"));
    }

    @Override
    public <Q, A> Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        List<String> authorization = values(headers);
        String method = call.getMethodDescriptor().getFullMethodName();
        Access access = MethodAccess.of(method);
        if (authorization.isEmpty() && access == Access.OPEN) {
            return next.startCall(call, headers);
        }
        return switch (guard.check(authorization, address(call))) {
            case AuthenticationResult.Granted granted -> {
                if (RoleCheck.allows(granted.operator(), access.role(), method)) {
                    Context context = Context.current().withValue(OPERATOR, granted.operator());
                    yield Contexts.interceptCall(context, call, headers, next);
                }
                call.close(Status.PERMISSION_DENIED.withDescription(RoleCheck.FORBIDDEN), new Metadata());
                yield new Listener<>() {};
            }
            case AuthenticationResult.Refused refused -> {
                refuse(call, refused.why());
                yield new Listener<>() {};
            }
        };
    }

    private void refuse(ServerCall<?, ?> call, AuthenticationResult.Refusal why) {
        Status status = status(why).withDescription(why.text());
        if (why == AuthenticationResult.Refusal.TOO_MANY_TRIES && slow.tryBegin()) {
            closeLater(call, status);
        } else {
            call.close(status, new Metadata());
        }
    }

    /** If the connection is gone by then, closing the call does nothing. */
    private void closeLater(ServerCall<?, ?> call, Status status) {
        try {
            Future<?> unused = timer.schedule(
                    () -> {
                        slow.end();
                        call.close(status, new Metadata());
                    },
                    AuthenticationResult.Refusal.SLOWED_BY.toMillis(),
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException containerStops) {
            slow.end();
            call.close(status, new Metadata());
        }
    }

    private static Status status(AuthenticationResult.Refusal why) {
        return switch (why) {
            case NOT_CONFIGURED -> Status.PERMISSION_DENIED;
            case NO_TOKEN, WRONG_TOKEN -> Status.UNAUTHENTICATED;
            case TOO_MANY_TRIES -> Status.RESOURCE_EXHAUSTED;
        };
    }

    private static List<String> values(Metadata headers) {
        List<String> values = new ArrayList<>();
        Iterable<String> all = headers.getAll(AUTHORIZATION);
        if (all != null) {
            all.forEach(values::add);
        }
        return values;
    }

    private static String address(ServerCall<?, ?> call) {
        SocketAddress remote = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        return remote instanceof InetSocketAddress internet ? internet.getHostString() : String.valueOf(remote);
    }
}
