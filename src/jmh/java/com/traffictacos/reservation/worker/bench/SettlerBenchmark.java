package com.traffictacos.reservation.worker.bench;

import com.google.common.util.concurrent.MoreExecutors;
import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryBalance;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryLedger;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryResult;
import com.traffictacos.reservation.worker.pipeline.delivery.Disposition;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.Outcome;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceiveBudget;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.pipeline.delivery.WorkerObserver;
import com.traffictacos.reservation.worker.pipeline.settle.BatchLinger;
import com.traffictacos.reservation.worker.pipeline.settle.Settler;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What settling costs the worker beside the requests: a full batch, from the first entry to the last conclusion, on the
 * calling thread and against a queue that does as it is told. Per event.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
// As the worker runs: without the optimising compiler, with the serial collector.
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SettlerBenchmark {

    private static final int BATCH = 10;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Settler settler = settler(timer);
    private final List<DeliveryResult> acknowledgements = settlements(new Disposition.Acknowledge(Outcome.SUCCESS));
    private final List<DeliveryResult> retries = settlements(new Disposition.Release());

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void acknowledge() {
        acknowledgements.forEach(settler::settle);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void handBack() {
        retries.forEach(settler::settle);
    }

    @TearDown
    public void stop() {
        timer.shutdownNow();
    }

    private static Settler settler(ScheduledExecutorService timer) {
        ExecutorService direct = MoreExecutors.newDirectExecutorService();
        WorkerExecutors executors = new WorkerExecutors(direct, timer, direct, Executors.defaultThreadFactory());
        return new Settler(
                new WillingQueue(),
                new DeliveryLedger(),
                new Silence(),
                new ReceiveBudget(Long.MAX_VALUE),
                new BatchLinger(() -> 20, 20),
                executors,
                Clock.systemUTC());
    }

    private static List<DeliveryResult> settlements(Disposition disposition) {
        return IntStream.range(0, BATCH)
                .mapToObj(i -> new ReceivedMessage(
                        "msg-" + i,
                        "msg-" + i + "#1",
                        "{}",
                        1,
                        Instant.EPOCH,
                        Map.of(),
                        Optional.empty(),
                        Optional.empty()))
                .map(message -> new DeliveryResult(
                        message,
                        disposition,
                        new DeliveryResult.DeliveryReport(
                                EventType.RESERVATION_EXPIRED,
                                Optional.empty(),
                                Optional.empty(),
                                1,
                                Duration.ZERO,
                                Optional.empty(),
                                Optional.empty())))
                .toList();
    }

    /** The tests' fake remembers every request, and would be all that is measured. */
    private static final class WillingQueue implements MessageQueue {

        @Override
        public List<ReceivedMessage> receive(int maxMessages) {
            return List.of();
        }

        @Override
        public void stopReceiving() {}

        @Override
        public BatchResult<ReceivedMessage> delete(List<ReceivedMessage> messages) {
            return BatchResult.allSucceeded(messages);
        }

        @Override
        public BatchResult<VisibilityChange> changeVisibility(List<VisibilityChange> changes) {
            return BatchResult.allSucceeded(changes);
        }

        @Override
        public BatchResult<DeadLetterEntry> sendToDeadLetterQueue(List<DeadLetterEntry> deadLetters) {
            return BatchResult.allSucceeded(deadLetters);
        }
    }

    /** Metrics and log cost what they cost; here is the settler alone. */
    private static final class Silence implements WorkerObserver {

        @Override
        public void received(List<ReceivedMessage> messages, Duration took) {}

        @Override
        public void receiveFailed(Throwable cause, Duration pause) {}

        @Override
        public void unusableReceived(String missing, String messageId) {}

        @Override
        public void disposed(DeliveryResult settlement) {}

        @Override
        public void outageBegan(ServiceCall operation, Throwable why) {}

        @Override
        public void outageEnded(ServiceCall operation, Duration lasted) {}

        @Override
        public void concluded(DeliveryResult settlement, Outcome outcome) {}

        @Override
        public void settleFailed(SettleAction action, ReceivedMessage message, String code, String detail) {}

        @Override
        public void leasesRenewed(int messages) {}

        @Override
        public void leaseLost(ReceivedMessage message, String why) {}

        @Override
        public void started() {}

        @Override
        public void drained(DeliveryBalance balance, Duration took) {}
    }
}
