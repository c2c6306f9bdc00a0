package com.traffictacos.reservation.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.fake.Operation;
import com.traffictacos.reservation.worker.pipeline.delivery.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The worker from the receive to the settled message. */
class WorkerTest extends RunningWorker {

    @Test
    void acknowledgesEveryEventOnceItsWorkIsDone() {
        Set<String> released = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 200; i++) {
            queue.send("rsv-" + i);
        }
        PipelineFixture worker = start(20, released::add);

        await().until(() -> queue.messageIds().isEmpty());
        await().until(() -> worker.observer().outcomes().size() == 200);
        assertThat(released).hasSize(200);
        assertThat(worker.observer().outcomes()).containsOnly(Outcome.SUCCESS);
    }

    @Test
    void deletesInBatches() {
        for (int i = 0; i < 100; i++) {
            queue.send("rsv-" + i);
        }
        start(20, id -> {});

        await().until(() -> queue.messageIds().isEmpty());
        assertThat(queue.faults().requests(Operation.DELETE)).hasSizeLessThanOrEqualTo(15);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 20})
    void neverHoldsMoreMessagesThanItHasWorkers(int concurrency) {
        Semaphore gate = new Semaphore(0);
        AtomicInteger started = new AtomicInteger();
        for (int i = 0; i < 60; i++) {
            queue.send("rsv-" + i);
        }
        PipelineFixture worker = start(concurrency, id -> {
            started.incrementAndGet();
            gate.acquireUninterruptibly();
        });

        await().until(() -> started.get() == concurrency);
        assertThat(queue.inFlight()).isEqualTo(concurrency);
        assertThat(worker.permits().free()).isZero();
        gate.release(60);
        await().until(() -> queue.messageIds().isEmpty());
        worker.stop();
        assertThat(worker.permits().free()).isEqualTo(concurrency);
    }

    @Test
    void makesOneReceiveAtATimeWhileItIsIdle() {
        PipelineFixture worker = start(20, id -> {});

        await().until(() -> worker.permits().free() == 10);
        queue.send("rsv");
        await().until(() -> queue.messageIds().isEmpty());
        await().until(() -> worker.permits().free() == 10);
        assertThat(queue.faults().requests(Operation.RECEIVE)).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void handsBackWithADelayWhatFailedForNow() {
        queue.send("rsv");
        AtomicInteger tries = new AtomicInteger();
        PipelineFixture worker = start(20, id -> {
            if (tries.incrementAndGet() == 1) {
                throw new TransientFailure(Dependency.INVENTORY, "UNAVAILABLE");
            }
        });

        await().until(() -> worker.observer().outcomes().contains(Outcome.RETRIED));
        assertThat(queue.visible()).isZero();
        clock.advance(Duration.ofSeconds(1));
        await().until(() -> queue.messageIds().isEmpty());
        await().until(() -> worker.observer().outcomes().size() == 2);
        assertThat(worker.observer().outcomes()).containsExactly(Outcome.RETRIED, Outcome.SUCCESS);
    }

    @Test
    void deadLettersWithAReasonAndThenDeletes() {
        queue.send("rsv");
        PipelineFixture worker = start(20, id -> {
            throw new PermanentFailure(FailureReason.INVENTORY_REJECTED, "INVALID_ARGUMENT");
        });

        await().until(() -> queue.messageIds().isEmpty());
        await().until(() -> worker.observer().outcomes().size() == 1);
        assertThat(queue.deadLetters()).singleElement().satisfies(deadLetter -> {
            assertThat(deadLetter.reason()).isEqualTo(FailureReason.INVENTORY_REJECTED);
            assertThat(deadLetter.detail()).isEqualTo("INVALID_ARGUMENT");
            assertThat(deadLetter.failedAt()).isEqualTo(clock.instant());
        });
        assertThat(worker.observer().outcomes()).containsExactly(Outcome.DOWNSTREAM_ERROR);
    }

    @Test
    void settlesEachMessageOfABatchByItself() {
        queue.send("bad");
        queue.send("pending");
        queue.send("rsv");
        PipelineFixture worker = start(20, id -> {});

        await().until(() -> worker.observer().outcomes().size() == 3);
        assertThat(worker.observer().outcomes())
                .containsExactlyInAnyOrder(Outcome.INVALID_PAYLOAD, Outcome.IGNORED, Outcome.SUCCESS);
        assertThat(queue.deadLetters()).hasSize(1);
    }

    @Test
    void takesNothingWhileAnOperatorHasPausedIt() {
        PipelineFixture worker = start(20, id -> {});
        await().until(() -> worker.permits().free() == 10);
        worker.gate().pause();
        // The long poll that was in progress returns its messages; nothing is received after that.
        queue.send("under-way");
        await().until(() -> queue.messageIds().isEmpty());
        await().until(() -> worker.permits().free() == 20);
        List<Integer> receives = queue.faults().requests(Operation.RECEIVE);
        queue.send("rsv");

        assertThat(queue.faults().requests(Operation.RECEIVE)).isEqualTo(receives);
        assertThat(queue.visible()).isEqualTo(1);
        worker.gate().resume();
        await().until(() -> queue.messageIds().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(classes = {StackOverflowError.class, OutOfMemoryError.class, LinkageError.class})
    void survivesWhateverAHandlerThrows(Class<? extends Error> type) throws Exception {
        Error error = type.getDeclaredConstructor().newInstance();
        queue.send("rsv");
        PipelineFixture worker = start(20, id -> {
            throw error;
        });

        await().until(() -> worker.observer().outcomes().contains(Outcome.RETRIED));
        queue.send("pending");
        await().until(() -> worker.observer().outcomes().contains(Outcome.IGNORED));
        await().until(() -> worker.permits().free() == 10);
    }

    @Test
    void pausesLongerAfterEachFailedReceiveAndGoesOn() {
        queue.faults().failReceives(2);
        queue.send("rsv");
        PipelineFixture worker = start(20, id -> {});

        await().until(() -> queue.messageIds().isEmpty());
        assertThat(worker.observer().pauses()).hasSize(2);
        assertThat(worker.observer().pauses().get(0)).isBetween(Duration.ofMillis(1000), Duration.ofMillis(1250));
        assertThat(worker.observer().pauses().get(1)).isBetween(Duration.ofMillis(2000), Duration.ofMillis(2500));
        assertThat(worker.pollActivity().failuresInARow()).isZero();
    }

    @Test
    void accountsForEveryDeliveryWhenEverythingGoesWrongAtTimes() {
        Map<String, AtomicInteger> tries = new ConcurrentHashMap<>();
        for (int i = 0; i < 300; i++) {
            queue.send(i % 10 == 0 ? "bad" : "rsv-" + i);
        }
        queue.faults().refuseNext(Operation.DELETE, 40, "InternalError", true);
        queue.faults().refuseNext(Operation.DEAD_LETTER, 10, "InternalError", true);
        PipelineFixture worker = start(20, id -> {
            int tried = tries.computeIfAbsent(id, key -> new AtomicInteger()).incrementAndGet();
            if (tried == 1 && id.hashCode() % 3 == 0) {
                throw new TransientFailure(Dependency.INVENTORY, "UNAVAILABLE");
            }
        });

        await().until(() -> {
            clock.advance(Duration.ofSeconds(20));
            return queue.messageIds().isEmpty();
        });
        worker.stop();
        assertThat(queue.deadLetters()).hasSizeGreaterThanOrEqualTo(30);
        assertThat(worker.ledger().balance().unaccounted()).isZero();
        assertThat(worker.ledger().balance().inFlight()).isZero();
        assertThat(worker.permits().free()).isEqualTo(20);
    }
}
