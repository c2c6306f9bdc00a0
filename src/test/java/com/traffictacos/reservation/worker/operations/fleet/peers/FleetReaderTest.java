package com.traffictacos.reservation.worker.operations.fleet.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.operations.fleet.peers.PeerClient.Answer;
import com.traffictacos.reservation.worker.platform.address.HostAndPort;
import com.traffictacos.reservation.worker.platform.concurrent.FleetExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FleetReaderTest {

    private static final PeerAddress PEER = new PeerAddress(new HostAndPort("10.0.0.1", 8040));

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ManualClock clock = new ManualClock(Instant.parse("2025-01-23T10:00:00Z"));
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicReference<CompletableFuture<Answer>> answer = new AtomicReference<>(
            CompletableFuture.completedFuture(new Answer.Given(PEER, Pods.status("peer", "worker-a", 1))));
    private final FleetReader reader = new FleetReader(
            () -> Pods.status("own", "worker-b", 0),
            () -> new PeerAddresses.Found(List.of(PEER), 0, List.of()),
            address -> {
                asked.incrementAndGet();
                return answer.get();
            },
            new FleetExecutor(threads),
            clock);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void looksOnceASecondHoweverManyAsk() throws Exception {
        List<Future<FleetView>> viewers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            viewers.add(threads.submit(reader::latest));
        }
        for (Future<FleetView> viewer : viewers) {
            assertThat(viewer.get(10, TimeUnit.SECONDS).sums().pods()).isEqualTo(2);
        }
        assertThat(asked).hasValue(1);

        clock.advance(Duration.ofMillis(799));
        assertThat(reader.latest().sums().pods()).isEqualTo(2);
        assertThat(asked).hasValue(1);

        // A page asks each second, counted from when it asked, and each time shall something new be under way.
        clock.advance(Duration.ofMillis(150));
        assertThat(reader.latest().sums().pods()).isEqualTo(2);
        await().untilAsserted(() -> assertThat(asked).hasValue(2));
    }

    @Test
    void showsTheLastLookWhileTheNextOneWaitsForAPod() throws Exception {
        FleetView first = reader.latest();
        CompletableFuture<Answer> late = new CompletableFuture<>();
        answer.set(late);
        clock.advance(Duration.ofSeconds(2));
        assertThat(reader.latest()).isSameAs(first);
        assertThat(reader.latest()).isSameAs(first);

        clock.advance(Duration.ofSeconds(4));
        Future<FleetView> waiting = threads.submit(reader::latest);
        late.complete(new Answer.Missing(PEER, "no answer within 900 ms"));
        assertThat(waiting.get(10, TimeUnit.SECONDS).silent()).hasSize(1);
        assertThat(asked).hasValue(2);
    }

    @Test
    void looksAgainAfterALookThatFailed() {
        answer.set(CompletableFuture.failedFuture(new IllegalArgumentException("a fault")));
        assertThatIllegalStateException().isThrownBy(reader::latest);

        answer.set(CompletableFuture.completedFuture(new Answer.Missing(PEER, "nothing listens there")));
        assertThat(reader.latest().silent()).hasSize(1);
    }
}
