package com.traffictacos.reservation.worker.operations.admin.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffic_tacos.worker.v1.Change;
import com.traffic_tacos.worker.v1.ListChangesRequest;
import com.traffic_tacos.worker.v1.ListChangesResponse;
import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.operations.auth.Operator;
import com.traffictacos.reservation.worker.operations.auth.OperatorLog;
import com.traffictacos.reservation.worker.platform.process.PodInfo;
import com.traffictacos.reservation.worker.platform.settings.token.OperatorRole;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrpcAuditServiceTest {

    private static final Instant NOW = Instant.parse("2025-01-23T10:00:00Z");
    private static final Operator ALICE = new Operator("alice", OperatorRole.WRITE, "192.0.2.1");

    private final OperatorLog log = new OperatorLog(new ManualClock(NOW));
    private final List<ListChangesResponse> answers = new ArrayList<>();

    @Test
    void listsTheChangesTheNewestFirst() {
        log.changed(ALICE, "pause", "", "no further receives", fields -> {});
        log.changed(ALICE, "cancel", "job 7", "it ends", fields -> {});

        new GrpcAuditService(log).listChanges(ListChangesRequest.getDefaultInstance(), new Answer());

        assertThat(answers).singleElement().satisfies(answer -> {
            assertThat(answer.getPod()).isEqualTo(PodInfo.name());
            assertThat(answer.getChangesList()).extracting(Change::getAction).containsExactly("cancel", "pause");
            assertThat(answer.getChanges(0))
                    .isEqualTo(Change.newBuilder()
                            .setAt(EventResponses.timestamp(NOW))
                            .setOperator("alice")
                            .setAddress("192.0.2.1")
                            .setAction("cancel")
                            .setSelection("job 7")
                            .setResult("it ends")
                            .build());
        });
    }

    private final class Answer implements StreamObserver<ListChangesResponse> {

        @Override
        public void onNext(ListChangesResponse value) {
            answers.add(value);
        }

        @Override
        public void onError(Throwable failure) {
            throw new AssertionError(failure);
        }

        @Override
        public void onCompleted() {}
    }
}
