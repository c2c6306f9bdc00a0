package com.traffictacos.reservation.worker.operations.admin.grpc.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.traffictacos.reservation.worker.operations.admin.OperatorCalls;
import com.traffictacos.reservation.worker.operations.admin.grpc.RecordedCall;
import com.traffictacos.reservation.worker.operations.auth.Operator;
import com.traffictacos.reservation.worker.platform.settings.token.OperatorRole;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall.Listener;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitInterceptorTest {

    private static final Context OPERATOR = Context.ROOT.withValue(
            AuthenticationInterceptor.OPERATOR, new Operator("alice", OperatorRole.WRITE, "192.0.2.1"));

    private final ConcurrencyLimitInterceptor limit = new ConcurrencyLimitInterceptor(new OperatorCalls());
    private final List<Status> closed = new ArrayList<>();
    private int worked;

    @Test
    void turnsAwayACallTooMany() {
        OPERATOR.run(() -> callsWithinEachOther(OperatorCalls.MAX_CALLS + 1));

        assertThat(worked).isEqualTo(OperatorCalls.MAX_CALLS);
        assertThat(closed).singleElement().returns(Status.Code.RESOURCE_EXHAUSTED, Status::getCode);
    }

    @Test
    void takesCallsAgainWhenOthersHaveEnded() {
        OPERATOR.run(() -> callsWithinEachOther(OperatorCalls.MAX_CALLS));
        OPERATOR.run(() -> callsWithinEachOther(OperatorCalls.MAX_CALLS));

        assertThat(worked).isEqualTo(2 * OperatorCalls.MAX_CALLS);
        assertThat(closed).isEmpty();
    }

    @Test
    void countsACallThatFailsAsEnded() {
        for (int i = 0; i <= OperatorCalls.MAX_CALLS; i++) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> OPERATOR.run(() -> call(() -> {
                        throw new IllegalStateException("made to fail");
                    })));
        }

        assertThat(closed).isEmpty();
    }

    @Test
    void leavesOpenCallsAlone() {
        callsWithinEachOther(OperatorCalls.MAX_CALLS + 1);

        assertThat(worked).isEqualTo(OperatorCalls.MAX_CALLS + 1);
        assertThat(closed).isEmpty();
    }

    /** Each call runs until all calls that were started after it have ended. */
    private void callsWithinEachOther(int calls) {
        if (calls > 0) {
            call(() -> {
                worked++;
                callsWithinEachOther(calls - 1);
            });
        }
    }

    private void call(Runnable work) {
        limit.interceptCall(
                        new RecordedCall(HealthGrpc.getCheckMethod().getFullMethodName(), closed::add),
                        new Metadata(),
                        (call, headers) -> new Listener<HealthCheckRequest>() {
                            @Override
                            public void onHalfClose() {
                                work.run();
                            }
                        })
                .onHalfClose();
    }
}
