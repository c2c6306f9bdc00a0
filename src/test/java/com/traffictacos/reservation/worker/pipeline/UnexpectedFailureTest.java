package com.traffictacos.reservation.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.fake.FakeMessageQueue;
import com.traffictacos.reservation.worker.fake.FakeMessageQueue.Options;
import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.fake.Operation;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.pipeline.lifecycle.WorkerLifecycle;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Unexpected exceptions: pollers, timers and settle steps continue, and every delivery is concluded. */
@Timeout(30)
class UnexpectedFailureTest {

    private static final Duration VISIBILITY = Duration.ofSeconds(60);

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final FakeMessageQueue queue =
            new FakeMessageQueue(clock, new Options(Duration.ofSeconds(1), VISIBILITY, false));
    private @Nullable PipelineFixture running;

    @AfterEach
    void stop() {
        if (running != null) {
            running.close();
        }
    }

    @Test
    void goesOnReceivingAfterAMessageThatCannotEvenBeRegistered() {
        queue.send("one");
        AtomicInteger receives = new AtomicInteger();
        PipelineFixture worker = start(new Tampered(queue, received -> {
            if (received.isEmpty() || receives.getAndIncrement() > 0) {
                return received;
            }
            List<ReceivedMessage> more = new ArrayList<>(received);
            more.addFirst(withoutId());
            return more;
        }));

        await().until(() -> queue.messageIds().isEmpty());
        queue.send("two");
        await().until(() -> queue.messageIds().isEmpty());
        assertSettled(worker);
    }

    @Test
    @SuppressWarnings("NullAway") // A broken adapter is the point.
    void goesOnReceivingAfterAnAnswerThatIsNone() {
        queue.send("one");
        AtomicInteger receives = new AtomicInteger();
        PipelineFixture worker =
                start(new Tampered(queue, received -> receives.getAndIncrement() == 0 ? null : received));

        await().until(() -> {
            clock.advance(Duration.ofSeconds(10));
            return queue.messageIds().isEmpty();
        });
        assertSettled(worker);
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"DELETE", "CHANGE_VISIBILITY", "DEAD_LETTER"})
    void concludesEveryDeliveryWhenTheRequestThrows(Operation operation) {
        AtomicInteger requests = new AtomicInteger();
        queue.faults().beforeEach(operation, () -> {
            if (requests.getAndIncrement() == 0) {
                throw new NoClassDefFoundError("of the client");
            }
        });
        for (int i = 0; i < 25; i++) {
            queue.send(i % 3 == 0 ? "bad" : "rsv-" + i);
        }
        AtomicInteger failed = new AtomicInteger();
        PipelineFixture worker = new PipelineFixture(queue, clock, VISIBILITY, PipelineFixture.settings(8), body -> {
            if (failed.getAndIncrement() < 5) {
                throw new IllegalStateException("a bug of the handler");
            }
        });
        running = worker;
        worker.start();

        await().until(() -> {
            clock.advance(Duration.ofSeconds(20));
            return queue.messageIds().isEmpty();
        });
        assertThat(worker.observer().settleFailures())
                .isNotEmpty()
                .allSatisfy(failure -> assertThat(failure.code()).isEqualTo("NoClassDefFoundError"));
        assertSettled(worker);
    }

    @Test
    void concludesADeliveryThatTheAnswerDoesNotMention() {
        queue.send("one");
        AtomicInteger deletes = new AtomicInteger();
        PipelineFixture worker = start(new Tampered(queue, received -> received) {
            @Override
            public BatchResult<ReceivedMessage> delete(List<ReceivedMessage> messages) {
                return deletes.getAndIncrement() == 0
                        ? new BatchResult<>(List.of(), List.of())
                        : super.delete(messages);
            }
        });

        await().until(() -> worker.observer().settleFailures().size() == 1);
        await().until(() -> {
            clock.advance(Duration.ofSeconds(20));
            return queue.messageIds().isEmpty();
        });
        assertSettled(worker);
    }

    @Test
    void renewsTheOtherLeasesWhenOneRequestThrows() {
        CountDownLatch finish = new CountDownLatch(1);
        for (int i = 0; i < 12; i++) {
            queue.send("rsv-" + i);
        }
        PipelineFixture worker = new PipelineFixture(
                queue, clock, VISIBILITY, PipelineFixture.settings(20), body -> awaitQuietly(finish));
        running = worker;
        worker.start();
        await().until(() -> worker.deliveries().count() == 12);
        AtomicInteger requests = new AtomicInteger();
        queue.faults().beforeEach(Operation.CHANGE_VISIBILITY, () -> {
            if (requests.getAndIncrement() == 0) {
                throw new StackOverflowError();
            }
        });
        clock.advance(Duration.ofSeconds(40));
        worker.leases().renewDue();
        assertThat(worker.observer().renewals()).isEqualTo(2);
        worker.leases().renewDue();

        assertThat(worker.observer().renewals()).isEqualTo(12);
        finish.countDown();
        await().until(() -> queue.messageIds().isEmpty());
    }

    @Test
    void repeatsATaskThatThrows() {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        UnexpectedFailures failures = new UnexpectedFailures();
        AtomicInteger runs = new AtomicInteger();
        new WorkerExecutors(timer, timer, timer, Executors.defaultThreadFactory(), failures)
                .repeat(UnexpectedFailures.Place.QUEUE_DEPTH, Duration.ZERO, Duration.ofMillis(1), () -> {
                    runs.incrementAndGet();
                    throw new NoClassDefFoundError();
                });
        await().until(() -> runs.get() > 3);
        timer.shutdownNow();

        assertThat(failures.count(UnexpectedFailures.Place.QUEUE_DEPTH)).isGreaterThanOrEqualTo(3);
    }

    private void assertSettled(PipelineFixture worker) {
        worker.stop();
        assertThat(worker.permits().free()).isEqualTo(worker.permits().total());
        assertThat(worker.deliveries().count()).isZero();
        assertThat(worker.ledger().balance().inFlight()).isZero();
        assertThat(worker.ledger().balance().unaccounted()).isZero();
        assertThat(worker.lifecycle().state()).isEqualTo(WorkerLifecycle.State.STOPPED);
    }

    private PipelineFixture start(MessageQueue from) {
        PipelineFixture worker = new PipelineFixture(from, clock, VISIBILITY, PipelineFixture.settings(8), body -> {});
        running = worker;
        worker.start();
        return worker;
    }

    @SuppressWarnings("NullAway") // A broken adapter is the point.
    private static ReceivedMessage withoutId() {
        return new ReceivedMessage(
                null, "handle", "{}", 1, Instant.EPOCH, Map.of(), Optional.empty(), Optional.empty());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A queue whose receives return modified results. */
    private static class Tampered implements MessageQueue {

        private final MessageQueue queue;
        private final UnaryOperator<List<ReceivedMessage>> tamper;

        private Tampered(MessageQueue queue, UnaryOperator<List<ReceivedMessage>> tamper) {
            this.queue = queue;
            this.tamper = tamper;
        }

        @Override
        public List<ReceivedMessage> receive(int maxMessages) {
            // One message fewer than requested leaves room for a fabricated one.
            return tamper.apply(queue.receive(Math.max(1, maxMessages - 1)));
        }

        @Override
        public void stopReceiving() {
            queue.stopReceiving();
        }

        @Override
        public BatchResult<ReceivedMessage> delete(List<ReceivedMessage> messages) {
            return queue.delete(messages);
        }

        @Override
        public BatchResult<VisibilityChange> changeVisibility(List<VisibilityChange> changes) {
            return queue.changeVisibility(changes);
        }

        @Override
        public BatchResult<DeadLetterEntry> sendToDeadLetterQueue(List<DeadLetterEntry> deadLetters) {
            return queue.sendToDeadLetterQueue(deadLetters);
        }
    }
}
