package com.traffictacos.reservation.worker.platform.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LogBufferTest {

    private final List<String> written = new CopyOnWriteArrayList<>();
    private final CountDownLatch read = new CountDownLatch(1);

    @AfterEach
    void stop() {
        read.countDown();
        JsonLog.setSink(JsonLog.STANDARD_OUTPUT);
    }

    @RepeatedTest(50)
    void writesEveryLineInItsOrder() {
        LogBuffer buffer = started(new LogBuffer(written::add));
        IntStream.range(0, 500).forEach(i -> buffer.accept("line " + i));

        assertThat(buffer.flush(Duration.ofSeconds(10))).isTrue();
        assertThat(written)
                .containsExactlyElementsOf(
                        IntStream.range(0, 500).mapToObj(i -> "line " + i).toList());
        assertThat(buffer.dropped()).isZero();
        buffer.close();
    }

    @Test
    void dropsWhatDoesNotFitWhileNobodyReadsAndSaysSoLater() {
        LogBuffer buffer = started(new LogBuffer(
                line -> {
                    awaitQuietly(read);
                    written.add(line);
                },
                10));
        // Returns although no line can be written.
        IntStream.range(0, 1_000).forEach(i -> buffer.accept("line " + i));

        assertThat(buffer.dropped()).isGreaterThan(0);
        assertThat(buffer.flush(Duration.ofMillis(20))).isFalse();
        read.countDown();
        await().until(() -> written.size() == 1_000 - buffer.dropped() + 1);
        assertThat(written)
                .filteredOn(line -> line.contains("log lines were dropped"))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("\"lines\":" + buffer.dropped()));
        buffer.close();
    }

    @Test
    void goesOnAfterAnOutputThatThrows() {
        LogBuffer buffer = started(new LogBuffer(line -> {
            if (line.equals("broken")) {
                throw new UncheckedIOException(new java.io.IOException("Broken pipe"));
            }
            written.add(line);
        }));
        buffer.accept("broken");
        buffer.accept("whole");

        assertThat(buffer.flush(Duration.ofSeconds(10))).isTrue();
        assertThat(written).contains("whole");
        assertThat(buffer.dropped()).isEqualTo(1);
        buffer.close();
    }

    @Test
    void writesTheLastLinesAlthoughItsThreadIsInterrupted() throws Exception {
        LogBuffer buffer = new LogBuffer(written::add);
        Thread writer = Thread.ofPlatform().start(buffer);
        writer.interrupt();
        buffer.accept("drained");
        assertThat(buffer.flush(Duration.ofSeconds(10))).isTrue();
        buffer.close();
        writer.join();

        assertThat(written).containsExactly("drained");
    }

    private static LogBuffer started(LogBuffer buffer) {
        Thread unused = Thread.ofPlatform().daemon().start(buffer);
        return buffer;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
