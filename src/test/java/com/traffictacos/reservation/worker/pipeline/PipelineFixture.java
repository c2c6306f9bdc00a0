package com.traffictacos.reservation.worker.pipeline;

import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.EventHeader;
import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.ReservationExpired;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.event.TraceParent;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.InvalidEvent;
import com.traffictacos.reservation.worker.handler.CallObserver;
import com.traffictacos.reservation.worker.handler.Inventory;
import com.traffictacos.reservation.worker.handler.PaymentApprovedHandler;
import com.traffictacos.reservation.worker.handler.PaymentFailedHandler;
import com.traffictacos.reservation.worker.handler.ReservationExpiredHandler;
import com.traffictacos.reservation.worker.handler.Reservations;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryLedger;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryResult;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryTracing;
import com.traffictacos.reservation.worker.pipeline.delivery.EventDecoder;
import com.traffictacos.reservation.worker.pipeline.delivery.GuardedObserver;
import com.traffictacos.reservation.worker.pipeline.delivery.GuardedTracing;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceiveBudget;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.pipeline.delivery.WorkerObserver;
import com.traffictacos.reservation.worker.pipeline.dependency.ConcurrencyLimits;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyOutages;
import com.traffictacos.reservation.worker.pipeline.dependency.GuardedCall;
import com.traffictacos.reservation.worker.pipeline.dispatch.Dispatcher;
import com.traffictacos.reservation.worker.pipeline.dispatch.EventPool;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightMessages;
import com.traffictacos.reservation.worker.pipeline.inflight.LeaseClock;
import com.traffictacos.reservation.worker.pipeline.inflight.LeaseRenewer;
import com.traffictacos.reservation.worker.pipeline.lifecycle.Drain;
import com.traffictacos.reservation.worker.pipeline.lifecycle.StartConditions;
import com.traffictacos.reservation.worker.pipeline.lifecycle.WorkerLifecycle;
import com.traffictacos.reservation.worker.pipeline.permit.PermitGrants;
import com.traffictacos.reservation.worker.pipeline.permit.Permits;
import com.traffictacos.reservation.worker.pipeline.permit.PollGate;
import com.traffictacos.reservation.worker.pipeline.permit.Prefetch;
import com.traffictacos.reservation.worker.pipeline.process.AttemptHistory;
import com.traffictacos.reservation.worker.pipeline.process.DispositionPolicy;
import com.traffictacos.reservation.worker.pipeline.process.EventProcessor;
import com.traffictacos.reservation.worker.pipeline.process.EventRouter;
import com.traffictacos.reservation.worker.pipeline.process.ReservationSerializer;
import com.traffictacos.reservation.worker.pipeline.process.ResultHandler;
import com.traffictacos.reservation.worker.pipeline.process.UnfinishedDeliveries;
import com.traffictacos.reservation.worker.pipeline.receive.PollActivity;
import com.traffictacos.reservation.worker.pipeline.receive.PollLoop;
import com.traffictacos.reservation.worker.pipeline.settle.BatchLinger;
import com.traffictacos.reservation.worker.pipeline.settle.Settler;
import com.traffictacos.reservation.worker.pipeline.warmup.WarmUp;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.process.TerminationSignal;
import com.traffictacos.reservation.worker.platform.settings.ExpiryPolicy;
import com.traffictacos.reservation.worker.platform.settings.HandlingTime;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import com.traffictacos.reservation.worker.platform.settings.WorkerMode;
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
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The worker's own classes, assembled as in the container, between a fake queue and services that a test controls.
 * Bodies: {@code bad} is invalid, {@code pending} requires no work, every other body is the id of a reservation that
 * has expired.
 */
public final class PipelineFixture implements AutoCloseable {

    private static final TraceParent TRACE =
            new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);

    public static final HandlingTime HANDLING = new HandlingTime(Duration.ofSeconds(2), Duration.ofSeconds(2));

    /** Outages in tests are short. */
    private static final Duration PROBE_AFTER = Duration.ofMillis(20);

    private final RecordingObserver observer = new RecordingObserver();
    private final UnexpectedFailures failures = new UnexpectedFailures();
    private final DeliveryLedger ledger = new DeliveryLedger();
    private final Permits permits;
    private final PollGate gate;
    private final ExecutorService events;
    private final ScheduledExecutorService polling = Executors.newScheduledThreadPool(8);
    private final ExecutorService settling = Executors.newFixedThreadPool(4);
    private final InFlightMessages deliveries;
    private final LeaseRenewer leases;
    private final TerminationSignal termination;
    private final PollActivity pollActivity;
    private final WorkerLifecycle lifecycle;

    /** @param release what inventory does when the seats of a reservation are to be released */
    public PipelineFixture(
            MessageQueue queue,
            Clock clock,
            Duration visibilityTimeout,
            Settings.Worker settings,
            Consumer<String> release) {
        this(queue, clock, visibilityTimeout, settings, release, Instruments.NONE);
    }

    /**
     * What observes the worker, and its monotonic clock.
     *
     * @param recorded wraps the recording observer
     * @param calls observes calls to services
     * @param tracing traces deliveries
     * @param nanoTime as {@link System#nanoTime()}
     */
    public record Instruments(
            UnaryOperator<WorkerObserver> recorded,
            CallObserver calls,
            DeliveryTracing tracing,
            LongSupplier nanoTime) {

        static final Instruments NONE = new Instruments(
                UnaryOperator.identity(), CallObserver.NONE, (message, parent) -> new FixedScope(), System::nanoTime);

        public static Instruments with(LongSupplier nanoTime) {
            return new Instruments(NONE.recorded, NONE.calls, NONE.tracing, nanoTime);
        }

        static Instruments with(CallObserver calls) {
            return new Instruments(NONE.recorded, calls, NONE.tracing, NONE.nanoTime);
        }

        static Instruments with(UnaryOperator<WorkerObserver> recorded) {
            return new Instruments(recorded, NONE.calls, NONE.tracing, NONE.nanoTime);
        }

        static Instruments with(DeliveryTracing tracing) {
            return new Instruments(NONE.recorded, NONE.calls, tracing, NONE.nanoTime);
        }
    }

    public PipelineFixture(
            MessageQueue queue,
            Clock clock,
            Duration visibilityTimeout,
            Settings.Worker settings,
            Consumer<String> release,
            Instruments instruments) {
        GuardedObserver observer =
                new GuardedObserver(instruments.recorded().apply(this.observer), instruments.calls(), failures);
        permits = new Permits(settings);
        events = Executors.newFixedThreadPool(settings.concurrency());
        WorkerExecutors executors =
                new WorkerExecutors(events, polling, settling, Executors.defaultThreadFactory(), failures);
        ReceiveBudget budget = new ReceiveBudget(Long.MAX_VALUE);
        LeaseClock leaseClock = new LeaseClock(clock, instruments.nanoTime());
        Settings.Queue queueSettings = queueSettings(visibilityTimeout);
        deliveries = new InFlightMessages(leaseClock, queueSettings);
        leases = new LeaseRenewer(deliveries, queue, observer, leaseClock, queueSettings, HANDLING, executors);
        Settler settler =
                new Settler(queue, ledger, observer, budget, new BatchLinger(deliveries, permits), executors, clock);
        DependencyOutages outages = new DependencyOutages(observer, clock, count -> PROBE_AFTER);
        ConcurrencyLimits limits =
                new ConcurrencyLimits(settings.concurrency(), Duration.ofSeconds(30), Duration.ofSeconds(30));
        Inventory inventory = new ScriptedInventory(new GuardedCall(outages, limits, observer), release);
        Reservations reservations = new WillingReservations();
        gate = new PollGate(outages);
        PermitGrants grants = new PermitGrants(permits, gate, new Prefetch(settings), limits, budget);
        EventRouter router = new EventRouter(
                new ReservationExpiredHandler(
                        inventory, reservations, new ExpiryPolicy(false, ExpiryPolicy.Order.RELEASE_FIRST), clock),
                new PaymentApprovedHandler(inventory, reservations),
                new PaymentFailedHandler(inventory, reservations),
                new ReservationSerializer());
        ResultHandler resultHandler =
                new ResultHandler(new DispositionPolicy(settings), new AttemptHistory(outages), outages, limits, clock);
        UnfinishedDeliveries unfinished = new UnfinishedDeliveries(settings.concurrency(), Optional.empty());
        EventProcessor processor = new EventProcessor(
                new BodyDecoder(),
                new GuardedTracing(instruments.tracing(), () -> TRACE, failures),
                router,
                resultHandler,
                unfinished);
        termination = new TerminationSignal(executors);
        EventPool pool = new EventPool(executors, settings, termination);
        Dispatcher dispatcher = new Dispatcher(processor, settler, deliveries, HANDLING, pool, executors);
        pollActivity = new PollActivity(grants, instruments.nanoTime());
        PollLoop pollLoop =
                new PollLoop(queue, dispatcher, grants, ledger, observer, executors, termination, pollActivity);
        Drain drain = new Drain(pollLoop, dispatcher, settler, deliveries, leases, settings);
        lifecycle = new WorkerLifecycle(
                new WarmUp(List.of(), settling, Duration.ZERO),
                new StartConditions(List.of(), settling, exitCode -> {}),
                pollLoop,
                drain,
                leases,
                unfinished,
                ledger,
                observer,
                WorkerMode.WORKER);
    }

    public static Settings.Worker settings(int concurrency) {
        return new Settings.Worker(concurrency, 5, Duration.ofSeconds(1), Duration.ofSeconds(8));
    }

    public void start() {
        lifecycle.start(new Startup());
    }

    public void stop() {
        lifecycle.stop(new Shutdown());
    }

    public RecordingObserver observer() {
        return observer;
    }

    public DeliveryLedger ledger() {
        return ledger;
    }

    public Permits permits() {
        return permits;
    }

    /** What observers and tasks have thrown. */
    UnexpectedFailures failures() {
        return failures;
    }

    PollGate gate() {
        return gate;
    }

    public InFlightMessages deliveries() {
        return deliveries;
    }

    public LeaseRenewer leases() {
        return leases;
    }

    public PollActivity pollActivity() {
        return pollActivity;
    }

    public WorkerLifecycle lifecycle() {
        return lifecycle;
    }

    /** Acts like a container that stops: running tasks continue, new tasks are refused. */
    void refuseNewTasks() {
        events.shutdown();
        polling.shutdown();
        settling.shutdown();
    }

    @Override
    public void close() {
        stop();
        termination.forget();
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
                                    new ConcertId("concert"),
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
            return guarded.make(ServiceCall.RELEASE_HOLD, request.reservationId(), () -> {
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
        public void disposed(DeliveryResult settlement) {}

        @Override
        public void close() {}
    }
}
