package com.traffictacos.reservation.worker.bench;

import com.traffictacos.reservation.worker.bench.Calculation.Cpu;
import com.traffictacos.reservation.worker.bench.WorldProcess.Progress;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** One run: a scenario and a program that was started just now. Confined to one thread. */
final class WorkerRun {

    // Short beside what is measured, long beside what a look costs.
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration START_PATIENCE = Duration.ofMinutes(3);
    private static final Duration STANDSTILL_PATIENCE = Duration.ofSeconds(90);
    private static final double BEFORE_OUTAGE = 0.2;
    /** By then a start has done its last work: what is lazy in it has begun, and its log is written. */
    private static final Duration SETTLED = Duration.ofMillis(1_500);
    // Half a long poll.
    private static final Duration AWAY_FROM_A_RECEIVE = Duration.ofSeconds(10);

    private final WorldProcess world;
    private final BenchScenario scenario;
    private final MeasuredProcess program;
    private final Instant startedAt;
    private final Map<BenchFigure, Double> figures = new EnumMap<>(BenchFigure.class);

    /** @param startedAt when the program was started */
    WorkerRun(WorldProcess world, BenchScenario scenario, MeasuredProcess program, Instant startedAt) {
        this.world = world;
        this.scenario = scenario;
        this.program = program;
        this.startedAt = startedAt;
    }

    /**
     * Runs to the end and stops the program.
     *
     * @param gcLog that the program writes, if that is known
     */
    Map<BenchFigure, Double> measure(Optional<Path> gcLog) {
        awaitReady();
        switch (scenario.course()) {
            case BenchScenario.Drain drain -> withEvents(gcLog);
            case BenchScenario.Outage outage -> withEvents(gcLog);
            case BenchScenario.Cold cold -> cold();
            case BenchScenario.Steady steady -> {
                world.produce(scenario.events(), steady.eventsPerSecond());
                withEvents(gcLog);
            }
            case BenchScenario.Idle idle -> idle();
        }
        ProcessFigures atEnd = processFigures();
        figures.putAll(Calculation.ofMemory(atEnd, program.mostAnonymousBytes()));
        stop();
        return figures;
    }

    private void awaitReady() {
        Instant deadline = startedAt.plus(START_PATIENCE);
        while (!program.isReady()) {
            lookAgain();
            if (Instant.now().isAfter(deadline)) {
                throw failed("is not ready");
            }
        }
        figures.put(BenchFigure.START_TO_READY_S, sinceStart(Instant.now()));
        figures.put(
                BenchFigure.START_CPU_S, Calculation.seconds(processFigures().cpu()));
    }

    private void cold() {
        pass(SETTLED);
        figures.putAll(Calculation.ofStart(processFigures()));
        await(progress -> progress.deleted() >= scenario.events());
        WorldFigures seen = world.figures();
        startToFirst(seen);
        figures.put(BenchFigure.WRONG, (double) seen.wrong());
    }

    private void startToFirst(WorldFigures seen) {
        seen.firstReceive()
                .ifPresent(
                        first -> figures.put(BenchFigure.START_TO_FIRST_S, sinceStart(first.plus(seen.untilFirst()))));
    }

    private void withEvents(Optional<Path> gcLog) {
        int events = scenario.events();
        await(progress -> progress.deliveries() > 0);
        Cpu atFirst = cpu();
        if (scenario.course() instanceof BenchScenario.Outage) {
            await(progress -> progress.deleted() >= BEFORE_OUTAGE * events);
            world.inventory(false);
            pass(BenchScenario.OUTAGE);
            world.inventory(true);
        }
        await(progress -> progress.deleted() >= events / 10);
        Cpu atTenth = cpu();
        await(progress -> progress.deleted() >= 9L * events / 10);
        Cpu atNineTenths = cpu();
        await(progress -> progress.deleted() >= events);
        Cpu atLast = cpu();
        WorldFigures seen = world.figures();
        figures.putAll(Calculation.ofRun(
                seen,
                scenario.pool(),
                atLast.since(atFirst),
                atNineTenths.since(atTenth),
                Runtime.getRuntime().availableProcessors()));
        if (scenario.course().eventsWait()) {
            startToFirst(seen);
        }
        seen.firstReceive()
                .ifPresent(first -> gcLog.ifPresent(file -> figures.put(
                        BenchFigure.GC_SHARE, GcLog.read(file).share(first, first.plus(seen.untilLast())))));
    }

    private void idle() {
        // The first long poll begins before the worker is ready; what comes after the next one begins is idleness. Away
        // from that moment, so that no receive stands on the edge of the time that is looked at.
        long before = world.progress().receives();
        await(progress -> progress.receives() > before);
        pass(AWAY_FROM_A_RECEIVE);
        Progress first = world.progress();
        Cpu atFirst = cpu();
        long begunNanos = System.nanoTime();
        pass(BenchScenario.IDLE);
        Duration time = Duration.ofNanos(System.nanoTime() - begunNanos);
        long receives = world.progress().receives() - first.receives();
        figures.putAll(
                Calculation.ofIdleness(time, receives, cpu().since(atFirst).worker()));
    }

    private void stop() {
        long begunNanos = System.nanoTime();
        int exit = program.stop();
        figures.put(BenchFigure.STOP_S, (System.nanoTime() - begunNanos) / 1e9);
        if (exit != 143 && exit != 0) {
            throw failed("ended with exit code " + exit);
        }
    }

    /** Looks until the world has come so far, or nothing moves any more. */
    private void await(Predicate<Progress> wanted) {
        long lastMoveNanos = System.nanoTime();
        Progress last = world.progress();
        for (Progress now = last; !wanted.test(now); now = world.progress()) {
            if (now.isBeyond(last)) {
                last = now;
                lastMoveNanos = System.nanoTime();
            } else if (System.nanoTime() - lastMoveNanos > STANDSTILL_PATIENCE.toNanos()) {
                throw failed("does not go on: " + now);
            }
            lookAgain();
        }
    }

    private void lookAgain() {
        pass(LOOK);
    }

    private void pass(Duration time) {
        if (!program.runsFor(time)) {
            throw failed("has ended");
        }
    }

    private RunFailedException failed(String what) {
        return new RunFailedException("%s: the program %s; its last lines:%n%s"
                .formatted(scenario.name(), what, String.join("\n", program.logTail(20))));
    }

    private ProcessFigures processFigures() {
        try {
            return program.figures();
        } catch (UncheckedIOException e) {
            throw failed("has ended");
        }
    }

    private Cpu cpu() {
        return new Cpu(processFigures().cpu(), ProcessFigures.of(world.pid()).cpu());
    }

    private double sinceStart(Instant instant) {
        return Calculation.seconds(Duration.between(startedAt, instant));
    }
}
