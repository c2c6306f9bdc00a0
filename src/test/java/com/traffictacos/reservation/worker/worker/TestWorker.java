package com.traffictacos.reservation.worker.worker;

import com.traffictacos.reservation.worker.config.HandlingTime;
import com.traffictacos.reservation.worker.config.Settings;
import com.traffictacos.reservation.worker.dependency.ConcurrencyLimits;
import com.traffictacos.reservation.worker.dependency.DependencyOutages;
import com.traffictacos.reservation.worker.dependency.GuardedCall;
import com.traffictacos.reservation.worker.event.EventHeader;
import com.traffictacos.reservation.worker.event.EventId;
import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.event.FailureReason;
import com.traffictacos.reservation.worker.event.InvalidEvent;
import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.ReservationExpired;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.event.TraceParent;
import com.traffictacos.reservation.worker.handling.CallObserver;
import com.traffictacos.reservation.worker.handling.CallObserver.Operation;
import com.traffictacos.reservation.worker.handling.ExpiryPolicy;
import com.traffictacos.reservation.worker.handling.Inventory;
import com.traffictacos.reservation.worker.handling.PaymentApprovedHandler;
import com.traffictacos.reservation.worker.handling.PaymentFailedHandler;
import com.traffictacos.reservation.worker.handling.ReservationExpiredHandler;
import com.traffictacos.reservation.worker.handling.Reservations;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The worker's own classes put together as the container does it, between a fake queue and services that do what a test
 * tells them to. Bodies: {@code bad} is invalid, {@code pending} asks for nothing, everything else is the id of a
 * reservation that has expired.
 */
final class TestWorker implements AutoCloseable {

    private static final TraceParent TRACE =
            new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);

    static final HandlingTime HANDLING = new HandlingTime(Duration.ofSeconds(2), Duration.ofSeconds(2));

    /** Outages in tests are short. */
    private static final Duration PROBE_AFTER = Duration.ofMillis(20);

    private final RecordingObserver observer = new RecordingObserver();
    private final Ledger ledger = new Ledger();
    private final Permits permits;
    private final PollGate gate;
    private final ExecutorService events;
    private final ScheduledExecutorService polling = Executors.newScheduledThreadPool(8);
    private final ExecutorService settling = Executors.newFixedThreadPool(4);
    private final Leases leases;
    private final PollLoop pollLoop;
    private final WorkerLifecycle lifecycle;

    /** @param release what inventory does when it is asked to release the seats of a reservation */
    TestWorker(
            MessageQueue queue,
            Clock clock,
            Duration visibilityTimeout,
            Settings.Worker settings,
            Consumer<String> release) {
        this(
                queue,
                clock,
                visibilityTimeout,
                settings,
                release,
                recording -> recording,
                (message, parent) -> new FixedScope());
    }

    /**
     * @param told stands between the pipeline and the recording observer
     * @param tracing traces deliveries
     */
    TestWorker(
            MessageQueue queue,
            Clock clock,
            Duration visibilityTimeout,
            Settings.Worker settings,
            Consumer<String> release,
            UnaryOperator<WorkerObserver> told,
            DeliveryTracing tracing) {
        UnexpectedFailures failures = new UnexpectedFailures();
        WorkerObserver observer = new GuardedObserver(told.apply(this.observer), CallObserver.NONE, failures);
        permits = new Permits(settings);
        events = Executors.newFixedThreadPool(settings.concurrency());
        WorkerExecutors executors =
                new WorkerExecutors(events, polling, settling, Executors.defaultThreadFactory(), failures);
        ReceiveBudget budget = new ReceiveBudget(Long.MAX_VALUE);
        Conclusions conclusions = new Conclusions(ledger, observer, budget);
        leases = new Leases(
                queue, observer, new LeaseClock(clock), queueSettings(visibilityTimeout), HANDLING, executors);
        Settler settler = new Settler(queue, conclusions, new Linger(leases, permits), executors, clock);
        DependencyOutages outages = new DependencyOutages(observer, clock, count -> PROBE_AFTER);
        ConcurrencyLimits limits =
                new ConcurrencyLimits(settings.concurrency(), Duration.ofSeconds(30), Duration.ofSeconds(30));
        Inventory inventory = new ScriptedInventory(new GuardedCall(outages, limits, CallObserver.NONE), release);
        Reservations reservations = new WillingReservations();
        gate = new PollGate(outages);
        Intake intake = new Intake(permits, gate, new ReceiveAhead(settings), limits, budget);
        EventRouter router = new EventRouter(
                new ReservationExpiredHandler(
                        inventory, reservations, new ExpiryPolicy(false, ExpiryPolicy.Order.RELEASE_FIRST), clock),
                new PaymentApprovedHandler(inventory, reservations),
                new PaymentFailedHandler(inventory, reservations),
                new ReservationTurns());
        Judgement judgement =
                new Judgement(new DispositionPolicy(settings), new Attempts(outages), outages, limits, clock);
        EventProcessor processor = new EventProcessor(
                new BodyDecoder(), new GuardedTracing(tracing, () -> TRACE, failures), router, judgement);
        Dispatcher dispatcher = new Dispatcher(processor, settler, leases, intake, HANDLING, executors);
        pollLoop = new PollLoop(queue, dispatcher, intake, conclusions, executors);
        Drain drain = new Drain(pollLoop, dispatcher, settler, leases, settings);
        lifecycle = new WorkerLifecycle(
                new DressRehearsal(List.of(), settling, Duration.ZERO),
                new StartConditions(List.of(), settling, exitCode -> {}),
                pollLoop,
                drain,
                leases,
                conclusions);
    }

    static Settings.Worker settings(int concurrency) {
        return new Settings.Worker(concurrency, 5, Duration.ofSeconds(1), Duration.ofSeconds(8));
    }

    void start() {
        lifecycle.start(new Startup());
    }

    void stop() {
        lifecycle.stop(new Shutdown());
    }

    RecordingObserver observer() {
        return observer;
    }

    Ledger ledger() {
        return ledger;
    }

    Permits permits() {
        return permits;
    }

    PollGate gate() {
        return gate;
    }

    Leases leases() {
        return leases;
    }

    PollLoop pollLoop() {
        return pollLoop;
    }

    WorkerLifecycle lifecycle() {
        return lifecycle;
    }

    /** As a container does while it stops: what runs may run on, nothing new is taken. */
    void refuseNewTasks() {
        events.shutdown();
        polling.shutdown();
        settling.shutdown();
    }

    @Override
    public void close() {
        stop();
        events.shutdownNow();
        polling.shutdownNow();
        settling.shutdownNow();
    }

    private static Settings.Queue queueSettings(Duration visibilityTimeout) {
        return new Settings.Queue(
                URI.create("http://127.0.0.1/queue"), Optional.empty(), Duration.ZERO, visibilityTimeout);
    }

    private record BodyDecoder() implements EventDecoder {

        @Override
        public Decoded decode(ReceivedMessage message) {
            return switch (message.body()) {
                case "bad" -> throw new InvalidEvent(FailureReason.MALFORMED_JSON, "not JSON");
                case "pending" -> new Decoded.NothingToDo(EventType.PAYMENT_APPROVED, "PENDING", Optional.empty());
                default ->
                    new Decoded.Event(
                            new ReservationExpired(
                                    new EventHeader(Optional.of(message.messageId()), Optional.empty()),
                                    new ReservationId(message.body()),
                                    new EventId("concert"),
                                    SeatSelection.ofQuantity(1)),
                            Optional.empty());
            };
        }

        @Override
        public Optional<TraceParent> traceOf(ReceivedMessage message) {
            return Optional.empty();
        }
    }

    private record ScriptedInventory(GuardedCall guarded, Consumer<String> script) implements Inventory {

        @Override
        public Release release(ReleaseHold request) {
            return guarded.make(Operation.RELEASE_HOLD, request.reservationId(), () -> {
                script.accept(request.reservationId().value());
                return new Release(ReleaseEffect.FREED, List.of());
            });
        }

        @Override
        public Commit commit(CommitSeats request) {
            return new Commit(Optional.empty(), List.of());
        }
    }

    private record WillingReservations() implements Reservations {

        @Override
        public ChangeResult change(ReservationId reservationId, StatusChange change) {
            return new ChangeResult.Changed(Optional.empty());
        }

        @Override
        public Reservation find(ReservationId reservationId) {
            throw new IllegalStateException("nobody reads here");
        }
    }

    record FixedScope() implements DeliveryTracing.Scope {

        @Override
        public TraceParent trace() {
            return TRACE;
        }

        @Override
        public <T> T handle(ReservationEvent event, Supplier<T> handler) {
            return handler.get();
        }

        @Override
        public void disposed(Settlement settlement) {}

        @Override
        public void close() {}
    }
}
