package com.traffictacos.reservation.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.fake.FakeMessageQueue;
import com.traffictacos.reservation.worker.fake.FakeMessageQueue.Options;
import com.traffictacos.reservation.worker.fake.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Which events wait for others. */
class WorkerOrderTest extends RunningWorker {

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
}
