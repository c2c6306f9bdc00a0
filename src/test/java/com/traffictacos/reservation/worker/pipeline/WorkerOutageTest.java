package com.traffictacos.reservation.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.fake.Operation;
import com.traffictacos.reservation.worker.pipeline.delivery.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the worker does while a service is down. */
class WorkerOutageTest extends RunningWorker {

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
}
