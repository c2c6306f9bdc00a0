package com.traffictacos.reservation.worker.bench;

import com.traffictacos.reservation.worker.sandbox.OptionReader;
import com.traffictacos.reservation.worker.sandbox.WorkerInstall;
import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures the packaged worker and prints a table. Workers that are compared run in turn, in an order that changes from
 * run to run, so that whatever else the machine does meets both.
 *
 * @see BenchOptions
 */
public final class Bench {

    private static final int EXIT_FAILED = 1;
    private static final int EXIT_USAGE = 64;
    private static final String SERVER = "reservation-worker";
    private static final Path DIRECTORY = Path.of("target", "bench");
    private static final Path REPORT = DIRECTORY.resolve("bench.json");

    private final BenchOptions options;
    private final List<WorkerInstall> installs = new ArrayList<>();
    private final List<Results> results = new ArrayList<>();

    private Bench(BenchOptions options) {
        this.options = options;
    }

    public static void main(String[] arguments) {
        int exit = 0;
        try {
            new Bench(BenchOptions.from(System.getProperties())).run();
        } catch (OptionReader.InvalidOptions e) {
            System.err.println(e.getMessage());
            exit = EXIT_USAGE;
        } catch (WorkerProcess.NotStarted | WorkerRun.Failed e) {
            System.err.println(e.getMessage());
            exit = EXIT_FAILED;
        }
        System.exit(exit);
    }

    private void run() {
        createDirectory();
        for (int worker = 0; worker < options.workers().size(); worker++) {
            installs.add(install(options.workers().get(worker), name(worker)));
        }
        try (TraceSink collector = new TraceSink();
                WorldProcess world = WorldProcess.start(options.lightQueue())) {
            rehearse(world, collector);
            for (Scenario scenario : options.scenarios()) {
                Results ofScenario = new Results(scenario, options.workers());
                results.add(ofScenario);
                for (int run = 0; run < scenario.runs(options.runs()); run++) {
                    runEach(world, collector, run, ofScenario);
                }
                System.out.print(ofScenario.table());
                write();
            }
            if (collector.spans() > 0) {
                System.out.printf("%nthe collector took %d spans%n", collector.spans());
            }
        }
        System.out.printf("%nwritten to %s%n", REPORT);
    }

    private void rehearse(WorldProcess world, TraceSink collector) {
        for (int worker = 0; worker < installs.size(); worker++) {
            var unused = runOne(world, collector, Scenario.REHEARSAL, worker);
        }
    }

    private static WorkerInstall install(Candidate candidate, String name) {
        Path packaged = Path.of(System.getProperty("liberty.home", "target/liberty/wlp"));
        WorkerInstall install = WorkerInstall.copyOf(candidate.home().orElse(packaged), SERVER, name, "");
        candidate.application().ifPresent(install::replaceApplication);
        return install;
    }

    private static String name(int worker) {
        return "bench-" + (worker + 1);
    }

    private static Path gcLog(String name) {
        return DIRECTORY.resolve(name + "-gc.log");
    }

    private void runEach(WorldProcess world, TraceSink collector, int run, Results ofScenario) {
        int workers = installs.size();
        for (int turn = 0; turn < workers; turn++) {
            int worker = (run + turn) % workers;
            ofScenario.add(worker, runOne(world, collector, ofScenario.scenario(), worker));
        }
    }

    private Map<Figure, Double> runOne(WorldProcess world, TraceSink collector, Scenario scenario, int worker) {
        Map<String, String> settings = new HashMap<>(world.open(scenario.latency(), scenario.roundTrip()));
        settings.put("WORKER_CONCURRENCY", Integer.toString(scenario.pool()));
        Candidate candidate = options.workers().get(worker);
        String name = name(worker);
        List<String> jvmArguments = new ArrayList<>(candidate.jvmArguments());
        jvmArguments.add(GcLog.argument(gcLog(name)));
        ClassArchive.of(candidate, DIRECTORY.resolve(name + ".jsa"))
                .map(archive -> scenario.equals(Scenario.REHEARSAL) ? archive.made() : archive.used())
                .ifPresent(jvmArguments::add);
        settings.put("JVM_ARGS", String.join(" ", jvmArguments));
        settings.putAll(candidate.environment());
        boolean waiting = scenario.course() != Scenario.Course.STEADY && scenario.events() > 0;
        if (waiting) {
            world.send(scenario.events());
        }
        Instant startedAt = Instant.now();
        try (WorkerProcess process = installs.get(worker).start(collector.lead(settings))) {
            Optional<Viewer> viewer = Viewer.of(settings, process.http());
            Map<Figure, Double> figures = new WorkerRun(world, scenario, process, startedAt).measure(gcLog(name));
            viewer.ifPresent(Viewer::close);
            return figures;
        }
    }

    private void write() {
        JsonArrayBuilder scenarios = Json.createArrayBuilder();
        results.forEach(ofScenario -> scenarios.add(ofScenario.json()));
        String report = Json.createObjectBuilder()
                .add("measured_at", Instant.now().toString())
                .add("cpus", Runtime.getRuntime().availableProcessors())
                .add("java", Runtime.version().toString())
                .add("queue", options.lightQueue() ? "light" : "embedded")
                .add("scenarios", scenarios)
                .build()
                .toString();
        try {
            Files.writeString(REPORT, report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Before the first worker, whose log of its garbage collector goes there. */
    private static void createDirectory() {
        try {
            Files.createDirectories(DIRECTORY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
