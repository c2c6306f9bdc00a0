package com.traffictacos.reservation.worker.faults;

import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.sandbox.EventMix;
import com.traffictacos.reservation.worker.sandbox.ReservationGenerator;
import com.traffictacos.reservation.worker.sandbox.ReservationScript;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.SqsJournal;
import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import com.traffictacos.reservation.worker.sandbox.WorldCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;

/** A world, its workers, and the figures that a scenario takes of them. Confined to one thread. */
final class ScenarioRun implements AutoCloseable {

    /** For whatever must come sooner or later; figures have bounds of their own. */
    static final Duration TIMEOUT = Duration.ofMinutes(3);

    private static final Duration POLL = Duration.ofMillis(50);
    private static final int WRONG_SHOWN = 3;

    private final String name;
    private final Scale scale;
    private final long seed;
    private final SandboxWorld world;
    private final WorkerProcesses workers;
    private final ReservationGenerator stories;
    private final List<ScenarioFigure> figures = new ArrayList<>();

    private ScenarioRun(String name, String queueName, Scale scale, long seed) {
        this.name = name;
        this.scale = scale;
        this.seed = seed;
        this.world = SandboxWorld.start(queueName, SandboxWorld.Ports.FREE, seed);
        this.workers = new WorkerProcesses(name, world.settings());
        this.stories = new ReservationGenerator(EventMix.burst(), seed);
    }

    static ScenarioRun open(Scenario scenario, Scale scale, long seed) {
        return new ScenarioRun(scenario.name(), scenario.queueName(), scale, seed);
    }

    /** One more world, for a comparison. Its figures are its own. */
    ScenarioRun beside(String suffix) {
        return new ScenarioRun(name + "-" + suffix, "reservation-events", scale, seed);
    }

    List<ScenarioFigure> play(Scenario scenario) {
        try {
            scenario.play(this);
        } catch (ConditionTimeoutException | IllegalStateException | WorkerProcess.NotStarted e) {
            figures.add(ScenarioFigure.broken(String.valueOf(e.getMessage())));
        }
        return figures;
    }

    SandboxWorld world() {
        return world;
    }

    Scale scale() {
        return scale;
    }

    long seed() {
        return seed;
    }

    WorkerProcesses workers() {
        return workers;
    }

    void add(ScenarioFigure figure) {
        figures.add(figure);
    }

    /** Adds a figure that says something on a quiet machine only. */
    void addSpeed(ScenarioFigure figure) {
        if (scale.checksSpeed()) {
            figures.add(figure);
        }
    }

    /** Sends so many events of all kinds that end well. */
    void send(int events) {
        world.generator().send(stories, events);
    }

    /** Sends so many events of one kind. */
    void send(int events, ReservationScript story) {
        world.generator().send(new ReservationGenerator(EventMix.of(story), seed + 1), events);
    }

    /** Every call to either service takes so long from now on. */
    void setLatency(Duration perCall) {
        world.inventory().conditions().setLatency(perCall);
        world.reservationApi().conditions().setLatency(perCall);
    }

    /** Messages deleted so far. */
    long deleted() {
        return world.gateway().ledger().totals().deleted();
    }

    void awaitDeleted(long messages) {
        await("deleted " + messages).atMost(TIMEOUT).pollInterval(POLL).until(() -> deleted() >= messages);
    }

    void awaitThat(String what, BooleanSupplier condition) {
        await(what).atMost(TIMEOUT).pollInterval(POLL).until(condition::getAsBoolean);
    }

    /** Waits until every message is settled or dead, and no longer than that; what is left is found by the figures. */
    Duration awaitEmptyQueue(Duration timeout) {
        return timeUntil("empty queue", timeout, () -> world.depth().total() == 0);
    }

    /** How long it takes until something is so; the whole patience, or a little more, if it does not become so. */
    Duration timeUntil(String what, Duration timeout, BooleanSupplier condition) {
        long begun = System.nanoTime();
        try {
            await(what).atMost(timeout).pollInterval(POLL).until(condition::getAsBoolean);
        } catch (ConditionTimeoutException e) {
            // The time says so.
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** Lets a fault last. */
    void pass(Duration time) {
        await("time").pollDelay(time).atMost(time.plus(TIMEOUT)).until(() -> true);
    }

    /** When messages were delivered. */
    Timeline deliveries() {
        return Timeline.of(world.gateway().journal().deliveries(), SqsJournal.Delivery::at);
    }

    /** When messages were deleted. */
    Timeline deletes() {
        return Timeline.of(world.gateway().journal().deletes(), SqsJournal.Delete::at);
    }

    /** When requests of whatever kind came to the queue. */
    Timeline requests() {
        return Timeline.of(world.gateway().journal().requests(), SqsJournal.Request::at);
    }

    /** Stops the workers and adds what holds for every scenario whose events all end well. */
    void conclude() {
        addWrong(world.findings());
        addBooks(0);
    }

    void addWrong(WorldCheck.Findings findings) {
        List<String> wrong = findings.wrong();
        String shown = wrong.stream().limit(WRONG_SHOWN).collect(Collectors.joining("; "));
        String measured = wrong.size() + (wrong.isEmpty() ? " of " + findings.checked() : ": " + shown);
        add(new ScenarioFigure("wrong reservations, seats or dead letters", measured, "0", wrong.isEmpty()));
    }

    /** Adds whether each message was deleted. */
    void addNothingLost() {
        long left = world.depth().total();
        add(ScenarioFigure.exactly("lost", Math.max(0, world.generator().sent() - deleted() - left), 0));
        add(ScenarioFigure.exactly("left in the queue", left, 0));
    }

    /** Stops the workers and adds what has become of the messages. */
    void addBooks(long deadLettersWanted) {
        addNothingLost();
        add(ScenarioFigure.exactly("dead-lettered", world.deadLetterDepth().total(), deadLettersWanted));
        addBalance();
    }

    /** Stops the workers and adds what their balances say. */
    void addBalance() {
        workers.stopAll();
        add(workers.balance());
    }

    static Instant now() {
        return Instant.now();
    }

    @Override
    public void close() {
        workers.close();
        world.close();
    }

    /** Settings on top of those that lead into the world. */
    WorkerProcess start(Map<String, String> settings) {
        return workers.start("worker", settings);
    }

    WorkerProcess start() {
        return start(Map.of());
    }
}
