package com.traffictacos.reservation.worker.pipeline.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.fake.FakeMessageQueue;
import com.traffictacos.reservation.worker.fake.FakeMessageQueue.Options;
import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.fake.Operation;
import com.traffictacos.reservation.worker.pipeline.PipelineFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Message groups of a FIFO queue across receives: never two messages of a group at once, and never out of order. */
@Timeout(30)
class MessageGroupTest {

    private static final Duration VISIBILITY = Duration.ofSeconds(60);
    private static final Optional<String> GROUP = Optional.of("group");

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final FakeMessageQueue queue =
            new FakeMessageQueue(clock, new Options(Duration.ofSeconds(20), VISIBILITY, true));
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final CountDownLatch firstBegun = new CountDownLatch(1);
    private final CountDownLatch firstMayEnd = new CountDownLatch(1);
    private @Nullable PipelineFixture running;

    @AfterEach
    void stop() {
        firstMayEnd.countDown();
        if (running != null) {
            running.close();
        }
    }

    @RepeatedTest(50)
    void waitsForTheMessageInFlightWhenALaterReceiveBringsTheNextWithIt() {
        String first = queue.send("first", Map.of(), GROUP);
        PipelineFixture worker = start(this::holdFirst);
        awaitQuietly(firstBegun);
        queue.send("second", Map.of(), GROUP);
        queue.deliverAgain(first);
        await().until(() -> worker.ledger().balance().received() == 3);
        firstMayEnd.countDown();

        await().until(() -> queue.messageIds().isEmpty());
        assertThat(begun).containsExactly("first", "first ends", "second");
        assertSettled(worker);
    }

    @RepeatedTest(50)
    void handsTheNextBackWithAMessageWhoseEarlierDeliveryIsStillInACall() {
        String first = queue.send("first", Map.of(), GROUP);
        PipelineFixture worker = start(this::holdFirst);
        awaitQuietly(firstBegun);
        queue.faults().refuseNext(Operation.CHANGE_VISIBILITY, 1, "InvalidParameterValue", false);
        clock.advance(Duration.ofSeconds(40));
        worker.leases().renewDue();
        queue.send("second", Map.of(), GROUP);
        queue.deliverAgain(first);
        await().until(() -> worker.observer().outcomes().size() == 2);
        assertThat(begun).containsExactly("first");
        firstMayEnd.countDown();

        await().pollInterval(Duration.ofMillis(10)).until(() -> {
            clock.advance(Duration.ofSeconds(1));
            return queue.messageIds().isEmpty();
        });
        assertThat(begun).containsExactly("first", "first ends", "first", "first ends", "second");
        assertSettled(worker);
    }

    @RepeatedTest(50)
    void runsOneOfAGroupAtATimeInOrderWhateverIsDeliveredAgain() {
        Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
        AtomicInteger clashes = new AtomicInteger();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            for (String group : List.of("a", "b", "c")) {
                ids.add(queue.send(group + "-" + i, Map.of(), Optional.of(group)));
            }
        }
        PipelineFixture worker = start(body -> {
            AtomicInteger ofGroup = running.computeIfAbsent(body.substring(0, 1), key -> new AtomicInteger());
            if (ofGroup.incrementAndGet() > 1) {
                clashes.incrementAndGet();
            }
            begun.add(body);
            String again = ids.get(ThreadLocalRandom.current().nextInt(ids.size()));
            if (queue.messageIds().contains(again)) {
                deliverAgainQuietly(again);
            }
            Thread.onSpinWait();
            ofGroup.decrementAndGet();
        });

        await().pollInterval(Duration.ofMillis(10)).until(() -> {
            clock.advance(Duration.ofSeconds(1));
            return queue.messageIds().isEmpty();
        });
        assertThat(clashes).hasValue(0);
        for (String group : List.of("a", "b", "c")) {
            assertThat(begun.stream().filter(body -> body.startsWith(group)).distinct())
                    .containsExactlyElementsOf(
                            IntStream.range(0, 8).mapToObj(i -> group + "-" + i).toList());
        }
        assertSettled(worker);
    }

    /**
     * With the default settings: retries after 1, 2, 4, 8 and 16 s, then the failing message is in the dead-letter
     * queue.
     */
    @Test
    void goesOnBehindAFailingMessageOnceItsRetriesAreUsedUp() {
        queue.send("failing", Map.of(), GROUP);
        queue.send("second", Map.of(), GROUP);
        Instant sent = clock.instant();
        List<Instant> secondBegun = new CopyOnWriteArrayList<>();
        PipelineFixture worker = start(body -> {
            if (body.equals("second")) {
                secondBegun.add(clock.instant());
            }
            if (body.equals("failing") || secondBegun.size() == 1) {
                throw new TransientFailure(Dependency.INVENTORY, "UNAVAILABLE");
            }
        });

        await().pollInterval(Duration.ofMillis(20)).until(() -> {
            if (queue.visible() == 0 && worker.deliveries().count() == 0) {
                clock.advance(Duration.ofMillis(500));
            }
            return queue.messageIds().isEmpty();
        });
        assertThat(Duration.between(sent, secondBegun.getFirst()))
                .isBetween(Duration.ofSeconds(31), Duration.ofSeconds(40));
        // The receives behind the failing message do not count as attempts.
        assertThat(queue.deadLetters())
                .singleElement()
                .satisfies(deadLetter -> assertThat(deadLetter.message().body()).isEqualTo("failing"));
        assertThat(secondBegun).hasSize(2);
        assertSettled(worker);
    }

    /** A first message that fails before the dispatcher has come to the second one of the same receive. */
    @RepeatedTest(50)
    void letsNoMessageOvertakeOneThatFailsAtOnce() {
        List<String> order = new CopyOnWriteArrayList<>();
        queue.send("failing", Map.of(), GROUP);
        for (int i = 0; i < 8; i++) {
            queue.send("later-" + i, Map.of(), GROUP);
        }
        PipelineFixture worker = start(body -> {
            order.add(body);
            if (body.equals("failing")) {
                throw new TransientFailure(Dependency.INVENTORY, "UNAVAILABLE");
            }
        });

        await().until(() -> worker.ledger().balance().received() > 1
                && worker.observer().outcomes().size()
                        == worker.ledger().balance().received());
        assertThat(order).containsExactly("failing");
    }

    private void holdFirst(String body) {
        begun.add(body);
        if (body.equals("first")) {
            firstBegun.countDown();
            awaitQuietly(firstMayEnd);
            begun.add("first ends");
        }
    }

    private void deliverAgainQuietly(String messageId) {
        try {
            queue.deliverAgain(messageId);
        } catch (NullPointerException deletedMeanwhile) {
            // As in SQS: a deleted message is not delivered.
        }
    }

    private void assertSettled(PipelineFixture worker) {
        worker.stop();
        assertThat(worker.permits().free()).isEqualTo(worker.permits().total());
        assertThat(worker.ledger().balance().inFlight()).isZero();
        assertThat(worker.ledger().balance().unaccounted()).isZero();
    }

    private PipelineFixture start(Consumer<String> release) {
        PipelineFixture worker = new PipelineFixture(queue, clock, VISIBILITY, PipelineFixture.settings(8), release);
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
