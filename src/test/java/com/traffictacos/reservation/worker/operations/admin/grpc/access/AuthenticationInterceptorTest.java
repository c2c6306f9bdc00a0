package com.traffictacos.reservation.worker.operations.admin.grpc.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.operations.admin.grpc.RecordedCall;
import com.traffictacos.reservation.worker.operations.admin.grpc.access.MethodAccess.Access;
import com.traffictacos.reservation.worker.operations.auth.AdminTokens;
import com.traffictacos.reservation.worker.operations.auth.BearerTokenAuthenticator;
import com.traffictacos.reservation.worker.operations.auth.Operator;
import com.traffictacos.reservation.worker.operations.auth.SlowRefusals;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import com.traffictacos.reservation.worker.platform.settings.token.AdminToken;
import com.traffictacos.reservation.worker.platform.settings.token.AdminTokenFile;
import com.traffictacos.reservation.worker.platform.settings.token.OperatorRole;
import io.grpc.Metadata;
import io.grpc.ServerCall.Listener;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuthenticationInterceptorTest {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private static final String READ = "token-of-bob-0123456789";
    private static final String WRITE = "token-of-alice-0123456789";

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AuthenticationInterceptor interceptor = new AuthenticationInterceptor(
            new BearerTokenAuthenticator(tokens(), new ManualClock(Instant.parse("2025-01-23T10:00:00Z"))),
            new SlowRefusals(),
            timer);
    private final List<Status> closed = new ArrayList<>();
    private final List<Optional<Operator>> callers = new ArrayList<>();

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource
    void letsReadersReadAndWritersDoEverything(MethodAccess method) {
        call(method, WRITE);
        assertThat(callers).containsExactly(Optional.of(new Operator("alice", OperatorRole.WRITE, "192.0.2.7")));
        assertThat(closed).isEmpty();
        callers.clear();

        call(method, READ);
        if (method.access() == Access.WRITE) {
            assertThat(callers).isEmpty();
            assertThat(closed).singleElement().returns(Status.Code.PERMISSION_DENIED, Status::getCode);
        } else {
            assertThat(callers).containsExactly(Optional.of(new Operator("bob", OperatorRole.READ, "192.0.2.7")));
            assertThat(closed).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void letsOthersMakeTheOpenCallsAlone(MethodAccess method) {
        call(method, "");
        if (method.access() == Access.OPEN) {
            assertThat(callers).containsExactly(Optional.empty());
        } else {
            assertThat(callers).isEmpty();
            assertThat(closed).singleElement().returns(Status.Code.UNAUTHENTICATED, Status::getCode);
        }
        closed.clear();
        callers.clear();

        call(method, "wrong");
        assertThat(callers).isEmpty();
        assertThat(closed).singleElement().returns(Status.Code.UNAUTHENTICATED, Status::getCode);
    }

    private void call(MethodAccess method, String token) {
        Metadata headers = new Metadata();
        if (!token.isEmpty()) {
            headers.put(AUTHORIZATION, "Bearer " + token);
        }
        interceptor.interceptCall(new RecordedCall(method.method(), closed::add), headers, (call, metadata) -> {
            callers.add(AuthenticationInterceptor.caller());
            return new Listener<HealthCheckRequest>() {};
        });
    }

    private static AdminTokens tokens() {
        Settings.Operations settings = new Settings.Operations(
                Optional.empty(),
                Optional.of(new AdminTokenFile(
                        Path.of("/tokens"),
                        List.of(token("alice", OperatorRole.WRITE, WRITE), token("bob", OperatorRole.READ, READ)))),
                false,
                8040,
                8041);
        return new AdminTokens(settings);
    }

    private static AdminToken token(String name, OperatorRole role, String token) {
        return new AdminToken(name, role, HexFormat.of().formatHex(AdminToken.hash(token)));
    }
}
