package com.traffictacos.reservation.worker.pipeline.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.pipeline.process.UnfinishedDeliveries.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
@SuppressWarnings("try") // An entry is there to be closed, or to be left open by a death.
class UnfinishedDeliveriesTest {

    private static final int WORKERS = 4;

    @TempDir
    private Path directory;

    @Test
    void countsEachDeathOfAMessage() {
        for (int death = 0; death < UnfinishedDeliveries.MAX_DEATHS; death++) {
            UnfinishedDeliveries process = start();
            assertThat(process.deaths("killer")).isEqualTo(death);
            process.begin("killer");
        }

        assertThat(start().deaths("killer")).isEqualTo(UnfinishedDeliveries.MAX_DEATHS);
    }

    @Test
    void countsNoMessageWhoseProcessingHasEnded() {
        UnfinishedDeliveries process = start();
        try (Entry ignored = process.begin("good")) {
            process.begin("killer");
        }

        UnfinishedDeliveries next = start();
        assertThat(next.deaths("good")).isZero();
        assertThat(next.deaths("killer")).isEqualTo(1);
    }

    @Test
    void forgetsTheDeathsOfAMessageThatIsProcessedAfterAll() {
        start().begin("unlucky");
        UnfinishedDeliveries next = start();
        next.begin("unlucky").close();

        assertThat(next.deaths("unlucky")).isZero();
        assertThat(start().deaths("unlucky")).isZero();
    }

    @Test
    void countsNothingOnceTheWorkerHasStopped() {
        UnfinishedDeliveries process = start();
        process.begin("left by the drain");
        process.close();
        process.begin("too late");

        UnfinishedDeliveries next = start();
        assertThat(next.deaths("left by the drain")).isZero();
        assertThat(next.deaths("too late")).isZero();
    }

    @Test
    void keepsTheDeathsOfAMessageThatIsNotReceivedByTheNextProcess() {
        start().begin("killer");
        start().begin("another");

        UnfinishedDeliveries third = start();
        assertThat(third.deaths("killer")).isEqualTo(1);
        assertThat(third.deaths("another")).isEqualTo(1);
    }

    @Test
    void processesOneMessageOfADeathAtATime() throws Exception {
        UnfinishedDeliveries process = start();
        List<String> all = IntStream.range(0, WORKERS).mapToObj(i -> "m" + i).toList();
        all.forEach(process::begin);
        UnfinishedDeliveries next = start();
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
            List<Future<?>> ends = new ArrayList<>();
            for (String id : all) {
                ends.add(threads.submit(() -> {
                    try (Entry ignored = next.begin(id)) {
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        now.decrementAndGet();
                    }
                }));
            }
            for (Future<?> end : ends) {
                end.get(10, TimeUnit.SECONDS);
            }
        }

        assertThat(most.get()).isEqualTo(1);
        assertThat(all).allSatisfy(id -> assertThat(next.deaths(id)).isZero());
    }

    @RepeatedTest(50)
    void countsExactlyWhatIsOpenWhateverTheThreadsDo() throws Exception {
        UnfinishedDeliveries process = start();
        process.begin("open");
        try (ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String id = "m" + i;
                ends.add(threads.submit(() -> process.begin(id).close()));
            }
            for (Future<?> end : ends) {
                end.get(10, TimeUnit.SECONDS);
            }
        }

        UnfinishedDeliveries next = start();
        assertThat(next.deaths("open")).isEqualTo(1);
        assertThat(IntStream.range(0, 200).map(i -> next.deaths("m" + i)).sum()).isZero();
    }

    @Test
    void remembersNothingBeyondItsSlotsAndGoesOn() {
        UnfinishedDeliveries process = start();
        IntStream.range(0, WORKERS + 1).forEach(i -> process.begin("m" + i));
        process.begin("x".repeat(200)).close();

        UnfinishedDeliveries next = start();
        assertThat(next.deaths("m0")).isEqualTo(1);
        assertThat(next.deaths("m" + WORKERS)).isZero();
    }

    @Test
    void readsARubbishFileAsAnEmptyOne() throws IOException {
        Path files = Files.createDirectories(directory.resolve("in-flight"));
        Files.write(files.resolve("messages"), new byte[] {-1, 5, 3});
        Files.writeString(files.resolve("deaths"), "nonsense\n99999999999 id\n2 known\n");

        UnfinishedDeliveries process = start();
        assertThat(process.deaths("known")).isEqualTo(2);
        assertThat(process.deaths("id")).isZero();
    }

    @Test
    void remembersNothingWhereItCannotWrite() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "no directory");
        UnfinishedDeliveries process = new UnfinishedDeliveries(WORKERS, Optional.of(file));
        process.begin("killer").close();
        process.close();

        assertThat(process.deaths("killer")).isZero();
    }

    /** A process that starts in the same directory, whatever became of the one before. */
    private UnfinishedDeliveries start() {
        return new UnfinishedDeliveries(WORKERS, Optional.of(directory));
    }
}
