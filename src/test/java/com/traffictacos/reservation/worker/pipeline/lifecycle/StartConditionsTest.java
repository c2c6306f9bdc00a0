package com.traffictacos.reservation.worker.pipeline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.platform.log.JsonLog;
import com.traffictacos.reservation.worker.platform.process.StartCondition;
import com.traffictacos.reservation.worker.platform.process.StartConditionException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StartConditionsTest {

    private static final StartCondition MET = () -> {};

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final List<Integer> ends = new CopyOnWriteArrayList<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        JsonLog.setSink(lines::add);
    }

    @AfterEach
    void stop() {
        JsonLog.setSink(System.out::println);
        threads.shutdownNow();
    }

    @Test
    void areMetWhenTheLastIsMet() throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        CompletionStage<Void> met = conditions(MET, late::await).begin();
        assertThat(met.toCompletableFuture()).isNotDone();
        late.countDown();
        met.toCompletableFuture().get(1, TimeUnit.MINUTES);
        assertThat(ends).isEmpty();
    }

    @Test
    void endTheProcessWithOneLineWhenOneIsNotMet() throws Exception {
        CompletionStage<Void> met = conditions(MET, () -> {
                    throw new StartConditionException("the port is taken", "free it", new IllegalStateException("why"));
                })
                .begin();
        finish();
        assertThat(ends).containsExactly(70);
        assertThat(met.toCompletableFuture()).isNotDone();
        assertThat(lines)
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("\"level\":\"error\"", "the port is taken", "\"remedy\":\"free it\"", "why"));
    }

    @Test
    void areNotMetByAnUnexpectedError() throws Exception {
        CompletionStage<Void> met = conditions(MET, () -> {
                    throw new NoClassDefFoundError("a library is missing");
                })
                .begin();
        finish();
        assertThat(ends).containsExactly(70);
        assertThat(met.toCompletableFuture()).isNotDone();
    }

    /** During a stop, ports close before the application is notified. */
    @Test
    void endNothingOnceTheWorkerStops() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        StartConditions conditions = conditions(() -> {
            stopped.await();
            throw new StartConditionException("nobody listens", "", null);
        });
        CompletionStage<Void> met = conditions.begin();
        conditions.stop();
        stopped.countDown();
        finish();
        assertThat(ends).isEmpty();
        assertThat(met.toCompletableFuture()).isNotDone();
    }

    private StartConditions conditions(StartCondition... conditions) {
        return new StartConditions(List.of(conditions), threads, ends::add);
    }

    private void finish() throws InterruptedException {
        threads.shutdown();
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }
}
