package com.traffictacos.reservation.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.TraceParent;
import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.fake.FakeMessageQueue;
import com.traffictacos.reservation.worker.fake.FakeMessageQueue.Options;
import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.fake.Operation;
import com.traffictacos.reservation.worker.handler.CallObserver;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.pipeline.PipelineFixture.Instruments;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryResult;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryTracing;
import com.traffictacos.reservation.worker.pipeline.delivery.WorkerObserver;
import com.traffictacos.reservation.worker.pipeline.lifecycle.WorkerLifecycle;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** An observer may throw anything at any point: the queue is still processed in order and drained. */
@Timeout(30)
class ObserverFailureTest {

    private static final Duration VISIBILITY = Duration.ofSeconds(60);
    private static final int WORKERS = 6;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final FakeMessageQueue queue =
            new FakeMessageQueue(clock, new Options(Duration.ofSeconds(20), VISIBILITY, true));
    private final Map<String, AtomicInteger> tries = new ConcurrentHashMap<>();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final CountDownLatch slowBegun = new CountDownLatch(2);
    private final CountDownLatch slowMayEnd = new CountDownLatch(1);

    static Stream<String> observerMethods() {
        return Arrays.stream(WorkerObserver.class.getMethods()).map(Method::getName);
    }

    @ParameterizedTest
    @MethodSource("observerMethods")
    void settlesEverythingWhateverTheObserverThrows(String method) {
        AtomicInteger thrown = new AtomicInteger();
        workOff(Instruments.with((UnaryOperator<WorkerObserver>) observer -> throwingFrom(method, thrown, observer)));
        // The fake queue returns no unusable message. SqsFailureTest has one that does.
        assertThat(thrown.get() > 0).isEqualTo(!method.equals("unusableReceived"));
    }

    /** The observer of calls stands between the call and its verdict, so a verdict must not be replaced by its failure. */
    @ParameterizedTest
    @EnumSource
    void settlesEverythingWhateverTheObserverOfCallsThrows(CallPoint point) {
        AtomicInteger thrown = new AtomicInteger();
        long observed = workOff(Instruments.with(new ThrowingCallObserver(point, thrown)));

        assertThat(thrown).hasPositiveValue();
        assertThat(observed).isEqualTo(thrown.get());
    }

    /** Which calls it throws at. */
    enum CallPoint {
        SUCCESS,
        REJECTED,
        TRANSIENT,
        UNREACHABLE,
        UNEXPECTED,
        EVERY
    }

    private record ThrowingCallObserver(CallPoint point, AtomicInteger thrown) implements CallObserver {

        @Override
        public void called(ServiceCall operation, Result result, Duration took) {
            if (point == CallPoint.EVERY || point.name().equals(result.name())) {
                fail(thrown);
            }
        }

        @Override
        public void failed(ServiceCall operation, Result result, String detail) {
            called(operation, result, Duration.ZERO);
        }
    }

    enum TracingPoint {
        BEGIN,
        TRACE,
        BEFORE_HANDLER,
        AFTER_HANDLER,
        DISPOSED,
        CLOSE
    }

    @ParameterizedTest
    @EnumSource
    void settlesEverythingWhateverTheTracingThrows(TracingPoint point) {
        AtomicInteger thrown = new AtomicInteger();
        workOff(Instruments.with((DeliveryTracing) (message, parent) -> {
            throwAt(TracingPoint.BEGIN, point, thrown);
            return new ThrowingScope(point, thrown);
        }));
        assertThat(thrown).hasPositiveValue();
    }

    /**
     * Successes, retries, dead letters, an outage, a renewed and a refused lease, a refused delete; then the drain.
     *
     * @return how often the observer of calls has failed
     */
    private long workOff(Instruments instruments) {
        long observed;
        for (String id : List.of("good", "transient", "permanent", "bug", "unavailable", "slow-1", "slow-2")) {
            queue.send(id, Map.of(), Optional.empty());
        }
        queue.send("bad", Map.of(), Optional.empty());
        for (int i = 0; i < 4; i++) {
            queue.send("group-" + i, Map.of(), Optional.of("group"));
        }
        queue.faults().failReceives(1);
        queue.faults().refuseNext(Operation.DELETE, 1, "AccessDenied", false);
        try (PipelineFixture worker = new PipelineFixture(
                queue, clock, VISIBILITY, PipelineFixture.settings(WORKERS), this::release, instruments)) {
            worker.start();
            awaitTicking(() -> slowBegun.getCount() == 0);
            clock.advance(Duration.ofSeconds(31));
            queue.faults()
                    .refuse(
                            Operation.CHANGE_VISIBILITY,
                            message -> message.body().equals("slow-2"),
                            "InvalidParameterValue",
                            false);
            renewQuietly(worker);
            slowMayEnd.countDown();
            awaitTicking(() -> queue.messageIds().isEmpty());
            worker.stop();

            assertThat(worker.permits().free()).isEqualTo(WORKERS);
            assertThat(worker.deliveries().count()).isZero();
            assertThat(worker.ledger().balance().inFlight()).isZero();
            assertThat(worker.ledger().balance().unaccounted()).isZero();
            assertThat(worker.lifecycle().state()).isEqualTo(WorkerLifecycle.State.STOPPED);
            observed = worker.failures().count(UnexpectedFailures.Place.CALL_OBSERVER);
        }
        assertThat(Set.copyOf(done)).contains("good", "transient", "unavailable", "slow-1", "slow-2");
        assertThat(done.stream().filter(id -> id.startsWith("group")).distinct())
                .containsExactly("group-0", "group-1", "group-2", "group-3");
        assertThat(queue.deadLetters().stream()
                        .map(deadLetter -> deadLetter.message().body()))
                .contains("bad", "permanent");
        // No message is dead-lettered because an observer failed.
        assertThat(queue.deadLetters().stream()
                        .map(deadLetter -> deadLetter.message().body()))
                .isSubsetOf("bad", "permanent", "bug");
        tries.forEach((id, runs) -> assertThat(runs.get()).as("runs of " + id).isLessThanOrEqualTo(6));
        return observed;
    }

    private void awaitTicking(Supplier<Boolean> condition) {
        await().pollInterval(Duration.ofMillis(10)).until(() -> {
            clock.advance(Duration.ofSeconds(1));
            return condition.get();
        });
    }

    private static void renewQuietly(PipelineFixture worker) {
        try {
            worker.leases().renewDue();
        } catch (RuntimeException | Error observerFailed) {
            // Visible in the assertions: if a renewal ends here, its leases expire.
        }
    }

    private void release(String id) {
        int run = tries.computeIfAbsent(id, key -> new AtomicInteger()).incrementAndGet();
        switch (id) {
            case "transient" -> {
                if (run == 1) {
                    throw new TransientFailure(Dependency.INVENTORY, "UNAVAILABLE");
                }
            }
            case "unavailable" -> {
                if (run == 1) {
                    // In an outage one call is made at a time, so the slow calls must be in progress before it.
                    awaitQuietly(slowBegun);
                    throw new DependencyUnavailable(Dependency.INVENTORY, "away", null);
                }
            }
            case "permanent" -> throw new PermanentFailure(FailureReason.INVENTORY_REJECTED, "INVALID_ARGUMENT");
            case "bug" -> throw new IllegalStateException("a bug of the handler");
            case "slow-1", "slow-2" -> {
                slowBegun.countDown();
                awaitQuietly(slowMayEnd);
            }
            default -> {}
        }
        done.add(id);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static WorkerObserver throwingFrom(String name, AtomicInteger thrown, WorkerObserver observer) {
        return (WorkerObserver) Proxy.newProxyInstance(
                ObserverFailureTest.class.getClassLoader(),
                new Class<?>[] {WorkerObserver.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals(name)) {
                        fail(thrown);
                    }
                    try {
                        return method.invoke(observer, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Throws exceptions and errors alternately. */
    private static void fail(AtomicInteger thrown) {
        switch (thrown.getAndIncrement() % 3) {
            case 0 -> throw new ArithmeticException("long overflow");
            case 1 -> throw new StackOverflowError();
            default -> throw new NoClassDefFoundError("of a metric");
        }
    }

    private static void throwAt(TracingPoint here, TracingPoint wanted, AtomicInteger thrown) {
        if (here == wanted) {
            fail(thrown);
        }
    }

    private record ThrowingScope(TracingPoint point, AtomicInteger thrown) implements DeliveryTracing.Scope {

        @Override
        public TraceParent trace() {
            throwAt(TracingPoint.TRACE, point, thrown);
            return new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);
        }

        @Override
        public <T> T handle(ReservationEvent event, Supplier<T> handler) {
            throwAt(TracingPoint.BEFORE_HANDLER, point, thrown);
            T result = handler.get();
            throwAt(TracingPoint.AFTER_HANDLER, point, thrown);
            return result;
        }

        @Override
        public void disposed(DeliveryResult settlement) {
            throwAt(TracingPoint.DISPOSED, point, thrown);
        }

        @Override
        public void close() {
            throwAt(TracingPoint.CLOSE, point, thrown);
        }
    }
}
