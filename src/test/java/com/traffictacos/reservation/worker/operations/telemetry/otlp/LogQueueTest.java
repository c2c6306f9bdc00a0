package com.traffictacos.reservation.worker.operations.telemetry.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class LogQueueTest {

    private final LogQueue queue = new LogQueue();

    @Test
    void countsWhatFindsNoPlace() {
        queue.setCapacity(2);

        assertThat(queue.offer()).isTrue();
        assertThat(queue.offer()).isTrue();
        assertThat(queue.offer()).isFalse();
        assertThat(queue.dropped()).isEqualTo(1);
        queue.taken(2);
        assertThat(queue.offer()).isTrue();
    }

    @Test
    void countsWhatTheCollectorDoesNotTake() {
        CompletableResultCode answer = new CompletableResultCode();
        ExportStatus status = new ExportStatus(Signal.LOGS);
        LogRecordExporter exporter = new FollowedLogExporter(answering(answer), status, queue);
        queue.setCapacity(3);
        IntStream.range(0, 3).forEach(i -> queue.offer());

        exporter.export(Arrays.asList(new LogRecordData[3]));
        assertThat(queue.offer()).as("a place that the export has left").isTrue();
        assertThat(queue.dropped()).isZero();
        answer.fail();

        assertThat(queue.dropped()).isEqualTo(3);
        assertThat(status.failures()).isEqualTo(1);
    }

    private static LogRecordExporter answering(CompletableResultCode answer) {
        return new LogRecordExporter() {
            @Override
            public CompletableResultCode export(Collection<LogRecordData> lines) {
                return answer;
            }

            @Override
            public CompletableResultCode flush() {
                return answer;
            }

            @Override
            public CompletableResultCode shutdown() {
                return answer;
            }
        };
    }

    @RepeatedTest(50)
    void neverHasMoreThanItsCapacity() throws Exception {
        queue.setCapacity(100);
        AtomicInteger accepted = new AtomicInteger();
        CountDownLatch together = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<? extends Future<?>> running = IntStream.range(0, 4)
                    .mapToObj(i -> threads.submit(() -> {
                        together.await();
                        for (int line = 0; line < 50; line++) {
                            if (queue.offer()) {
                                accepted.incrementAndGet();
                            }
                        }
                        return null;
                    }))
                    .toList();
            together.countDown();
            for (Future<?> each : running) {
                each.get();
            }
        }

        assertThat(accepted).hasValueLessThanOrEqualTo(100);
        assertThat(accepted.get() + queue.dropped()).isEqualTo(200);
    }
}
