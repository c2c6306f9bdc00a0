package com.traffictacos.reservation.worker.bench;

import com.traffictacos.reservation.worker.bench.ControlGroup.Unavailable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs one scenario with one program. Confined to one thread. */
final class ProgramRuns {

    private final WorldProcess world;
    private final TraceSink collector;
    private final List<Path> controlGroups;
    private int groups;

    /** @param controlGroups directories of the group below which scenarios with a limit make one */
    ProgramRuns(WorldProcess world, TraceSink collector, List<Path> controlGroups) {
        this.world = world;
        this.collector = collector;
        this.controlGroups = controlGroups;
    }

    /** @throws RunFailedException if it does not come to its end */
    void warmUp(ProgramLauncher launcher) {
        var unused = run(BenchScenario.WARM_UP, launcher, List.of(), true);
    }

    /**
     * Runs it in a new world.
     *
     * @throws RunFailedException if it does not come to its end
     * @throws Unavailable if the scenario has a limit and the machine none
     */
    Map<BenchFigure, Double> run(BenchScenario scenario, ProgramLauncher launcher) {
        Optional<ResourceLimit> limit = scenario.limit();
        if (limit.isEmpty()) {
            return run(scenario, launcher, List.of(), false);
        }
        groups++;
        String name = "bench-" + ProcessHandle.current().pid() + "-" + groups;
        ControlGroupParent parent = ControlGroupParent.among(controlGroups);
        try (ControlGroup group = ControlGroup.create(parent, name, limit.get())) {
            return run(scenario, launcher, group.wrapper(), false);
        }
    }

    private Map<BenchFigure, Double> run(
            BenchScenario scenario, ProgramLauncher launcher, List<String> wrapper, boolean warmUp) {
        Map<String, String> settings = new HashMap<>(world.open(scenario.latency(), scenario.roundTrip()));
        settings.put("WORKER_CONCURRENCY", Integer.toString(scenario.pool()));
        settings.putAll(launcher.program().environment());
        if (scenario.course().eventsWait()) {
            world.send(scenario.events());
        }
        Instant startedAt = Instant.now();
        try (MeasuredProcess process = launcher.start(collector.lead(settings), wrapper, warmUp)) {
            Optional<Viewer> viewer = Viewer.of(settings, process.http());
            Map<BenchFigure, Double> figures =
                    new WorkerRun(world, scenario, process, startedAt).measure(launcher.gcLog());
            viewer.ifPresent(Viewer::close);
            return figures;
        }
    }
}
