package com.traffictacos.reservation.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.fake.FakeMessageQueue;
import com.traffictacos.reservation.worker.fake.FakeMessageQueue.Options;
import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.fake.Operation;
import com.traffictacos.reservation.worker.pipeline.RecordingObserver.SettleFailure;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryBalance;
import com.traffictacos.reservation.worker.pipeline.delivery.Outcome;
import com.traffictacos.reservation.worker.pipeline.delivery.WorkerObserver.SettleAction;
import com.traffictacos.reservation.worker.pipeline.lifecycle.WorkerLifecycle.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The worker from the receive to the settled message, on real threads and with a stopped clock. */
@Timeout(30)
class WorkerTest {

    private static final Duration VISIBILITY = Duration.ofSeconds(60);

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final FakeMessageQueue queue =
            new FakeMessageQueue(clock, new Options(Duration.ofSeconds(20), VISIBILITY, false));
    private @Nullable PipelineFixture running;

    @AfterEach
    void stop() {
        if (running != null) {
            running.close();
        }
    }

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
    void neverDeadLettersForAnOutage() {
        queue.send("rsv");
        PipelineFixture worker = start(20, id -> {
            throw new DependencyUnavailable(Dependency.INVENTORY, "refused", null);
        });

        for (int receive = 1; receive <= 12; receive++) {
            int expected = receive;
            await().until(() -> worker.observer().outcomes().size() == expected);
            // The longest delay in an outage.
            clock.advance(Duration.ofMinutes(15));
        }
        assertThat(queue.deadLetters()).isEmpty();
        assertThat(worker.observer().outcomes()).containsOnly(Outcome.RETRIED);
    }

    @Test
    void forgivesAMessageTheReceivesThatAnOutageTook() {
        queue.send("rsv");
        AtomicInteger tries = new AtomicInteger();
        start(20, id -> {
            int tried = tries.incrementAndGet();
            if (tried <= 8) {
                throw new DependencyUnavailable(Dependency.INVENTORY, "refused", null);
            }
            throw new TransientFailure(Dependency.INVENTORY, "UNAVAILABLE");
        });

        await().until(() -> {
            clock.advance(Duration.ofSeconds(16));
            return !queue.deadLetters().isEmpty();
        });
        // Eight attempts during the outage, then one attempt and five retries that count.
        assertThat(tries).hasValue(14);
    }

    @Test
    void takesOneMessageAtATimeWhileAServiceIsDown() {
        AtomicBoolean down = new AtomicBoolean(true);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger mostProbes = new AtomicInteger();
        queue.send("first");
        PipelineFixture worker = start(20, id -> {
            int now = running.incrementAndGet();
            try {
                if (down.get()) {
                    mostProbes.accumulateAndGet(now, Math::max);
                    throw new DependencyUnavailable(Dependency.INVENTORY, "refused", null);
                }
            } finally {
                running.decrementAndGet();
            }
        });
        await().until(() -> worker.observer().outages().contains("INVENTORY down"));
        // A receive that was already in progress may return a batch; after the first receive of one message there are
        // only probes.
        queue.send("under-way");
        await().until(() -> queue.faults().requests(Operation.RECEIVE).getLast() == 1);
        await().until(() -> running.get() == 0);
        mostProbes.set(0);
        for (int i = 0; i < 100; i++) {
            queue.send("rsv-" + i);
        }
        int before = worker.observer().outcomes().size();
        await().until(() -> worker.observer().outcomes().size() >= before + 5);
        assertThat(mostProbes).hasValue(1);
        down.set(false);

        await().until(() -> {
            clock.advance(Duration.ofSeconds(16));
            return queue.messageIds().isEmpty();
        });
        await().until(() -> worker.observer().outages().equals(List.of("INVENTORY down", "INVENTORY back")));
        assertThat(queue.deadLetters()).isEmpty();
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

    @Test
    void runsOneEventOfAReservationAtATime() {
        Set<String> inFlight = ConcurrentHashMap.newKeySet();
        AtomicInteger clashes = new AtomicInteger();
        for (int i = 0; i < 200; i++) {
            queue.send("rsv-" + i % 5);
        }
        PipelineFixture worker = start(20, id -> {
            if (!inFlight.add(id)) {
                clashes.incrementAndGet();
            }
            Thread.onSpinWait();
            inFlight.remove(id);
        });

        await().until(() -> worker.observer().outcomes().size() == 200);
        assertThat(clashes).hasValue(0);
    }

    @Test
    void goesOnUnderTheNewReceiptHandleWhenAMessageIsDeliveredAgain() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        String id = queue.send("rsv");
        PipelineFixture worker = start(20, reservation -> {
            runs.incrementAndGet();
            begun.countDown();
            awaitQuietly(finish);
        });
        awaitQuietly(begun);
        queue.deliverAgain(id);
        await().until(() -> worker.observer().outcomes().contains(Outcome.RETRIED));
        finish.countDown();

        await().until(() -> queue.messageIds().isEmpty());
        await().until(() -> worker.observer().outcomes().size() == 2);
        assertThat(worker.observer().outcomes()).containsExactly(Outcome.RETRIED, Outcome.SUCCESS);
        assertThat(runs).hasValue(1);
        worker.stop();
        assertThat(worker.permits().free()).isEqualTo(20);
        assertThat(worker.ledger().balance().unaccounted()).isZero();
    }

    @Test
    void handsARedeliveryBackWhileItsFencedPredecessorIsStillInACall() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        String id = queue.send("rsv");
        PipelineFixture worker = start(20, reservation -> {
            runs.incrementAndGet();
            begun.countDown();
            awaitQuietly(finish);
        });
        awaitQuietly(begun);
        queue.faults().refuseNext(Operation.CHANGE_VISIBILITY, 1, "MessageNotInflight", false);
        clock.advance(Duration.ofSeconds(40));
        worker.leases().renewDue();
        queue.deliverAgain(id);
        await().until(() -> worker.observer().outcomes().size() == 1);
        assertThat(runs).hasValue(1);
        finish.countDown();
        await().until(() -> worker.observer().outcomes().size() == 2);

        await().until(() -> {
            clock.advance(Duration.ofSeconds(16));
            return queue.messageIds().isEmpty();
        });
        assertThat(runs).hasValue(2);
        assertThat(worker.observer().outcomes()).containsExactly(Outcome.RETRIED, Outcome.RETRIED, Outcome.SUCCESS);
    }

    @Test
    void keepsTheOrderOfAMessageGroupAndLetsOthersGoOn() {
        FakeMessageQueue fifo = new FakeMessageQueue(clock, new Options(Duration.ofSeconds(20), VISIBILITY, true));
        List<String> done = new CopyOnWriteArrayList<>();
        AtomicInteger failures = new AtomicInteger();
        for (int i = 0; i < 5; i++) {
            fifo.send("a-" + i, Map.of(), Optional.of("a"));
            fifo.send("b-" + i, Map.of(), Optional.of("b"));
        }
        PipelineFixture worker = start(fifo, 20, id -> {
            if (id.equals("a-1") && failures.incrementAndGet() <= 2) {
                throw new TransientFailure(Dependency.INVENTORY, "UNAVAILABLE");
            }
            done.add(id);
        });

        await().until(() -> done.stream().filter(id -> id.startsWith("b")).count() == 5);
        assertThat(done).doesNotContain("a-1", "a-2", "a-3", "a-4");
        await().until(() -> {
            clock.advance(Duration.ofSeconds(2));
            return fifo.messageIds().isEmpty();
        });
        assertThat(done.stream().filter(id -> id.startsWith("a"))).containsExactly("a-0", "a-1", "a-2", "a-3", "a-4");
        assertThat(done.stream().filter(id -> id.startsWith("b"))).containsExactly("b-0", "b-1", "b-2", "b-3", "b-4");
        worker.stop();
        assertThat(worker.ledger().balance().unaccounted()).isZero();
        assertThat(worker.permits().free()).isEqualTo(20);
    }

    @Test
    void holdsAMessageGroupUntilItsDeadLetterIsOutOfTheWay() {
        FakeMessageQueue fifo = new FakeMessageQueue(clock, new Options(Duration.ofSeconds(20), VISIBILITY, true));
        List<String> done = new CopyOnWriteArrayList<>();
        fifo.faults().refuseNext(Operation.DEAD_LETTER, 1, "AccessDenied", false);
        fifo.send("bad", Map.of(), Optional.of("a"));
        fifo.send("a-1", Map.of(), Optional.of("a"));
        PipelineFixture worker = start(fifo, 20, done::add);

        await().until(() -> worker.observer().settleFailures().size() == 1);
        await().until(() -> worker.observer().outcomes().size() >= 2);
        assertThat(done).isEmpty();
        // The lease of the first message is over; the second waits only for the first.
        clock.advance(VISIBILITY);
        await().until(() -> fifo.messageIds().isEmpty());
        assertThat(fifo.deadLetters()).hasSize(1);
        assertThat(done).containsExactly("a-1");
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
        assertThat(worker.pollLoop().failuresInARow()).isZero();
    }

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

    @Test
    void finishesWhatIsInFlightBeforeItStops() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        queue.send("rsv");
        PipelineFixture worker = start(20, id -> {
            begun.countDown();
            awaitQuietly(finish);
        });
        awaitQuietly(begun);
        worker.refuseNewTasks();
        Thread stopping = Thread.ofVirtual().start(worker::stop);
        await().until(() -> worker.lifecycle().state() == State.DRAINING);
        finish.countDown();

        await().until(() -> !stopping.isAlive());
        assertThat(queue.messageIds()).isEmpty();
        assertThat(worker.observer().balance()).hasValue(new DeliveryBalance(1, 1, 0, 0, 0, 0));
        assertThat(worker.lifecycle().state()).isEqualTo(State.STOPPED);
    }

    @Test
    void handsBackWhatDoesNotFinishInTime() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        queue.send("rsv");
        PipelineFixture worker = start(20, id -> {
            begun.countDown();
            awaitQuietly(never);
        });
        awaitQuietly(begun);
        worker.refuseNewTasks();
        worker.stop();

        assertThat(queue.visible()).isEqualTo(1);
        assertThat(worker.observer().outcomes()).containsExactly(Outcome.DROPPED);
        assertThat(worker.observer().balance()).hasValueSatisfying(balance -> {
            assertThat(balance.released()).isEqualTo(1);
            assertThat(balance.unaccounted()).isZero();
        });
        never.countDown();
    }

    @Test
    void receivesNoMoreOnceTheContainerTakesNoMoreWork() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        queue.send("rsv-0");
        PipelineFixture worker = start(20, id -> {
            begun.countDown();
            awaitQuietly(finish);
        });
        awaitQuietly(begun);
        worker.refuseNewTasks();
        for (int i = 1; i <= 30; i++) {
            queue.send("rsv-" + i);
        }
        await().until(() -> worker.observer().outcomes().contains(Outcome.DROPPED));
        finish.countDown();
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
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        String id = queue.send("rsv");
        PipelineFixture worker = start(20, reservation -> {
            begun.countDown();
            awaitQuietly(finish);
        });
        awaitQuietly(begun);
        queue.faults().refuseNext(Operation.CHANGE_VISIBILITY, 1, "MessageNotInflight", false);
        clock.advance(Duration.ofSeconds(40));
        worker.leases().renewDue();
        finish.countDown();

        await().until(() -> worker.observer().outcomes().size() == 1);
        assertThat(worker.observer().leasesLost()).containsExactly(id);
        assertThat(worker.observer().outcomes()).containsExactly(Outcome.RETRIED);
    }

    @Test
    void beginsNoFurtherStepOnceTheLeaseHasRunOut() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        queue.send("rsv");
        PipelineFixture worker = start(20, reservation -> {
            begun.countDown();
            awaitQuietly(finish);
        });
        awaitQuietly(begun);
        queue.faults().refuse(Operation.CHANGE_VISIBILITY, message -> true, "ServiceUnavailable", true);
        clock.advance(Duration.ofSeconds(40));
        worker.leases().renewDue();
        clock.advance(Duration.ofSeconds(40));
        finish.countDown();

        await().until(() -> worker.observer().outcomes().contains(Outcome.RETRIED));
    }

    @Test
    void knowsThatEverythingInFlightIsStuck() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        PipelineFixture worker = start(20, reservation -> {
            begun.countDown();
            awaitQuietly(finish);
        });
        assertThat(worker.deliveries().isStalled(Duration.ZERO)).isFalse();
        queue.send("rsv");
        awaitQuietly(begun);

        assertThat(worker.deliveries().isStalled(Duration.ofHours(1))).isFalse();
        await().until(() -> worker.deliveries().isStalled(Duration.ofMillis(20)));
        finish.countDown();
        await().until(() -> worker.deliveries().count() == 0);
        assertThat(worker.deliveries().isStalled(Duration.ZERO)).isFalse();
    }

    @Test
    void renewsNoLeaseForLongerThanADeliveryMayTake() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        queue.send("rsv");
        PipelineFixture worker = start(20, reservation -> {
            begun.countDown();
            awaitQuietly(finish);
        });
        awaitQuietly(begun);
        for (int step = 0; step < 20; step++) {
            clock.advance(Duration.ofSeconds(45));
            worker.leases().renewDue();
        }

        assertThat(worker.observer().renewals())
                .isEqualTo((int) PipelineFixture.HANDLING.longestDelivery().dividedBy(Duration.ofSeconds(45)));
        finish.countDown();
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

    private PipelineFixture start(int concurrency, Consumer<String> release) {
        return start(queue, concurrency, release);
    }

    private PipelineFixture start(FakeMessageQueue from, int concurrency, Consumer<String> release) {
        PipelineFixture worker =
                new PipelineFixture(from, clock, VISIBILITY, PipelineFixture.settings(concurrency), release);
        running = worker;
        worker.start();
        return worker;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
