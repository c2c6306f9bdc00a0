package com.traffictacos.reservation.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.fake.Operation;
import com.traffictacos.reservation.worker.pipeline.delivery.Outcome;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** How long the worker keeps a message, and when it is delivered again. */
class WorkerLeaseTest extends RunningWorker {

    @Test
    void goesOnUnderTheNewReceiptHandleWhenAMessageIsDeliveredAgain() {
        HeldCall call = new HeldCall();
        String id = queue.send("rsv");
        PipelineFixture worker = start(20, call);
        call.awaitBegin();
        queue.deliverAgain(id);
        await().until(() -> worker.observer().outcomes().contains(Outcome.RETRIED));
        call.end();

        await().until(() -> queue.messageIds().isEmpty());
        await().until(() -> worker.observer().outcomes().size() == 2);
        assertThat(worker.observer().outcomes()).containsExactly(Outcome.RETRIED, Outcome.SUCCESS);
        assertThat(call.calls()).hasValue(1);
        worker.stop();
        assertThat(worker.permits().free()).isEqualTo(20);
        assertThat(worker.ledger().balance().unaccounted()).isZero();
    }

    @Test
    void handsARedeliveryBackWhileItsFencedPredecessorIsStillInACall() {
        HeldCall call = new HeldCall();
        String id = queue.send("rsv");
        PipelineFixture worker = start(20, call);
        call.awaitBegin();
        queue.faults().refuseNext(Operation.CHANGE_VISIBILITY, 1, "MessageNotInflight", false);
        clock.advance(Duration.ofSeconds(40));
        worker.leases().renewDue();
        queue.deliverAgain(id);
        await().until(() -> worker.observer().outcomes().size() == 1);
        assertThat(call.calls()).hasValue(1);
        call.end();
        await().until(() -> worker.observer().outcomes().size() == 2);

        await().until(() -> {
            clock.advance(Duration.ofSeconds(16));
            return queue.messageIds().isEmpty();
        });
        assertThat(call.calls()).hasValue(2);
        assertThat(worker.observer().outcomes()).containsExactly(Outcome.RETRIED, Outcome.RETRIED, Outcome.SUCCESS);
    }

    @Test
    void renewsTheLeasesOfWhatIsInFlight() {
        CountDownLatch finish = new CountDownLatch(1);
        for (int i = 0; i < 12; i++) {
            queue.send("rsv-" + i);
        }
        PipelineFixture worker = start(20, id -> awaitQuietly(finish));
        await().until(() -> worker.deliveries().count() == 12);
        worker.leases().renewDue();
        assertThat(worker.observer().renewals()).isZero();

        clock.advance(Duration.ofSeconds(40));
        worker.leases().renewDue();
        clock.advance(Duration.ofSeconds(40));

        assertThat(worker.observer().renewals()).isEqualTo(12);
        assertThat(queue.visible()).isZero();
        finish.countDown();
        await().until(() -> worker.observer().outcomes().size() == 12);
        assertThat(worker.observer().outcomes()).containsOnly(Outcome.SUCCESS);
    }

    @Test
    void beginsNoFurtherStepOnceTheLeaseIsRefused() {
        HeldCall call = new HeldCall();
        String id = queue.send("rsv");
        PipelineFixture worker = start(20, call);
        call.awaitBegin();
        queue.faults().refuseNext(Operation.CHANGE_VISIBILITY, 1, "MessageNotInflight", false);
        clock.advance(Duration.ofSeconds(40));
        worker.leases().renewDue();
        call.end();

        await().until(() -> worker.observer().outcomes().size() == 1);
        assertThat(worker.observer().leasesLost()).containsExactly(id);
        assertThat(worker.observer().outcomes()).containsExactly(Outcome.RETRIED);
    }

    @Test
    void beginsNoFurtherStepOnceTheLeaseHasRunOut() {
        HeldCall call = new HeldCall();
        queue.send("rsv");
        PipelineFixture worker = start(20, call);
        call.awaitBegin();
        queue.faults().refuse(Operation.CHANGE_VISIBILITY, message -> true, "ServiceUnavailable", true);
        clock.advance(Duration.ofSeconds(40));
        worker.leases().renewDue();
        clock.advance(Duration.ofSeconds(40));
        call.end();

        await().until(() -> worker.observer().outcomes().contains(Outcome.RETRIED));
    }

    @Test
    void knowsThatEverythingInFlightIsStuck() {
        HeldCall call = new HeldCall();
        PipelineFixture worker = start(20, call);
        assertThat(worker.deliveries().isStalled(Duration.ZERO)).isFalse();
        queue.send("rsv");
        call.awaitBegin();

        assertThat(worker.deliveries().isStalled(Duration.ofHours(1))).isFalse();
        await().until(() -> worker.deliveries().isStalled(Duration.ofMillis(20)));
        call.end();
        await().until(() -> worker.deliveries().count() == 0);
        assertThat(worker.deliveries().isStalled(Duration.ZERO)).isFalse();
    }

    @Test
    void renewsNoLeaseForLongerThanADeliveryMayTake() {
        HeldCall call = new HeldCall();
        queue.send("rsv");
        PipelineFixture worker = start(20, call);
        call.awaitBegin();
        for (int step = 0; step < 20; step++) {
            clock.advance(Duration.ofSeconds(45));
            worker.leases().renewDue();
        }

        assertThat(worker.observer().renewals())
                .isEqualTo((int) PipelineFixture.HANDLING.longestDelivery().dividedBy(Duration.ofSeconds(45)));
        call.end();
    }
}
