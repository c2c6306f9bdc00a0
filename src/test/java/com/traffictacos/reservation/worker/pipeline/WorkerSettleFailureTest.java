package com.traffictacos.reservation.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.fake.Operation;
import com.traffictacos.reservation.worker.pipeline.RecordingObserver.SettleFailure;
import com.traffictacos.reservation.worker.pipeline.delivery.Outcome;
import com.traffictacos.reservation.worker.pipeline.delivery.WorkerObserver.SettleAction;
import org.junit.jupiter.api.Test;

/** What becomes of messages that the queue does not let go. */
class WorkerSettleFailureTest extends RunningWorker {

    @Test
    void triesARefusedDeleteAgain() {
        queue.faults().refuseNext(Operation.DELETE, 2, "InternalError", true);
        queue.send("rsv");
        PipelineFixture worker = start(20, id -> {});

        await().until(() -> queue.messageIds().isEmpty());
        await().until(() -> worker.observer().outcomes().size() == 1);
        assertThat(worker.observer().settleFailures()).isEmpty();
    }

    @Test
    void reportsADeleteThatIsRefusedForGood() {
        queue.faults().refuseNext(Operation.DELETE, 1, "AccessDenied", false);
        String id = queue.send("rsv");
        PipelineFixture worker = start(20, reservation -> {});

        await().until(() -> worker.observer().outcomes().size() == 1);
        assertThat(worker.observer().settleFailures())
                .containsExactly(new SettleFailure(SettleAction.DELETE, id, "AccessDenied"));
        assertThat(worker.permits().free()).isEqualTo(10);
    }

    @Test
    void leavesTheMessageToTheRedrivePolicyWhenDeadLetteringIsDenied() {
        queue.faults().refuse(Operation.DEAD_LETTER, message -> true, "AccessDenied", false);
        String id = queue.send("bad");
        PipelineFixture worker = start(20, reservation -> {});

        await().until(() -> worker.observer().outcomes().size() == 1);
        assertThat(worker.observer().outcomes()).containsExactly(Outcome.RETRIED);
        assertThat(worker.observer().settleFailures())
                .containsExactly(new SettleFailure(SettleAction.SEND_TO_DEAD_LETTER_QUEUE, id, "AccessDenied"));
        assertThat(queue.messageIds()).containsExactly(id);
    }

    @Test
    void reportsAVisibilityChangeThatKeepsFailing() {
        queue.faults().refuse(Operation.CHANGE_VISIBILITY, message -> true, "InternalError", true);
        String id = queue.send("rsv");
        PipelineFixture worker = start(20, reservation -> {
            throw new TransientFailure(Dependency.INVENTORY, "UNAVAILABLE");
        });

        await().until(() -> worker.observer().outcomes().size() == 1);
        assertThat(worker.observer().settleFailures())
                .containsExactly(new SettleFailure(SettleAction.CHANGE_VISIBILITY, id, "InternalError"));
    }
}
