package com.traffictacos.reservation.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryBalance;
import com.traffictacos.reservation.worker.pipeline.delivery.Outcome;
import com.traffictacos.reservation.worker.pipeline.lifecycle.WorkerLifecycle.State;
import org.junit.jupiter.api.Test;

/** How the worker stops. */
class WorkerDrainTest extends RunningWorker {

    @Test
    void finishesWhatIsInFlightBeforeItStops() {
        HeldCall call = new HeldCall();
        queue.send("rsv");
        PipelineFixture worker = start(20, call);
        call.awaitBegin();
        worker.refuseNewTasks();
        Thread stopping = Thread.ofVirtual().start(worker::stop);
        await().until(() -> worker.lifecycle().state() == State.DRAINING);
        call.end();

        await().until(() -> !stopping.isAlive());
        assertThat(queue.messageIds()).isEmpty();
        assertThat(worker.observer().balance()).hasValue(new DeliveryBalance(1, 1, 0, 0, 0, 0));
        assertThat(worker.lifecycle().state()).isEqualTo(State.STOPPED);
    }

    @Test
    void handsBackWhatDoesNotFinishInTime() {
        HeldCall call = new HeldCall();
        queue.send("rsv");
        PipelineFixture worker = start(20, call);
        call.awaitBegin();
        worker.refuseNewTasks();
        worker.stop();

        assertThat(queue.visible()).isEqualTo(1);
        assertThat(worker.observer().outcomes()).containsExactly(Outcome.DROPPED);
        assertThat(worker.observer().balance()).hasValueSatisfying(balance -> {
            assertThat(balance.released()).isEqualTo(1);
            assertThat(balance.unaccounted()).isZero();
        });
        call.end();
    }

    @Test
    void receivesNoMoreOnceTheContainerTakesNoMoreWork() {
        HeldCall call = new HeldCall();
        queue.send("rsv-0");
        PipelineFixture worker = start(20, call);
        call.awaitBegin();
        worker.refuseNewTasks();
        for (int i = 1; i <= 30; i++) {
            queue.send("rsv-" + i);
        }
        await().until(() -> worker.observer().outcomes().contains(Outcome.DROPPED));
        call.end();
        worker.stop();

        assertThat(queue.visible()).isEqualTo(30);
        assertThat(worker.observer().balance()).hasValueSatisfying(balance -> {
            assertThat(balance.acknowledged()).isEqualTo(1);
            // At most one receive per poller was in progress.
            assertThat(balance.released()).isBetween(1L, 20L);
            assertThat(balance.unaccounted()).isZero();
        });
    }

    @Test
    void stopsAtOnceInTheMiddleOfALongPoll() {
        PipelineFixture worker = start(20, id -> {});
        await().until(() -> worker.permits().free() == 10);
        worker.stop();

        assertThat(worker.observer().balance()).hasValue(new DeliveryBalance(0, 0, 0, 0, 0, 0));
    }
}
