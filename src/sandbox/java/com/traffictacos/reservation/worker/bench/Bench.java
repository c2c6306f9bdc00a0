package com.traffictacos.reservation.worker.bench;

import com.traffictacos.reservation.worker.sandbox.OptionReader;
import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the packaged worker and prints a table. A program to compare with runs in turn with it, so that whatever else
 * the machine does meets both.
 *
 * @see BenchOptions
 */
public final class Bench {

    private static final int EXIT_FAILED = 1;
    private static final int EXIT_USAGE = 64;
    private static final Path DIRECTORY = Path.of("target", "bench");

    private final BenchOptions options;
    private final Report report;
    private final List<ProgramLauncher> launchers = new ArrayList<>();

    private Bench(BenchOptions options, Signature signature) {
        this.options = options;
        this.report = new Report(DIRECTORY, signature, options.lightQueue() ? "light" : "embedded");
    }

    public static void main(String[] arguments) {
        int exit = 0;
        try {
            BenchOptions options = BenchOptions.from(System.getProperties());
            Signature signature = Signature.of(System.getProperties(), Path.of(""), Instant.now());
            exit = new Bench(options, signature).run() ? 0 : EXIT_FAILED;
        } catch (OptionReader.InvalidOptions e) {
            System.err.println(e.getMessage());
            exit = EXIT_USAGE;
        } catch (WorkerProcess.NotStarted | RunFailedException e) {
            System.err.println(e.getMessage());
            exit = EXIT_FAILED;
        }
        System.exit(exit);
    }

    /** @return whether every run came to its end */
    private boolean run() {
        createDirectory();
        for (MeasuredProgram program : options.programs()) {
            launchers.add(ProgramLauncher.of(program, DIRECTORY, "bench-" + (launchers.size() + 1)));
        }
        boolean complete = true;
        try (TraceSink collector = new TraceSink();
                WorldProcess world = WorldProcess.start(options.lightQueue())) {
            ProgramRuns runs = new ProgramRuns(world, collector, options.controlGroups());
            launchers.forEach(runs::warmUp);
            for (BenchScenario scenario : options.scenarios()) {
                Results results = measure(scenario, runs);
                complete &= results.isComplete();
                System.out.print(report.add(results));
            }
            if (collector.spans() > 0) {
                System.out.printf("%nthe collector took %d spans%n", collector.spans());
            }
        }
        System.out.printf("%nwritten to %s%n", DIRECTORY);
        return complete;
    }

    private Results measure(BenchScenario scenario, ProgramRuns runs) {
        Results results = new Results(scenario, options.programs());
        try {
            for (int run = 0; run < scenario.runs(options.runs()); run++) {
                for (int program = 0; program < launchers.size(); program++) {
                    one(scenario, program, runs, results);
                }
            }
        } catch (ControlGroup.Unavailable e) {
            results.notMeasured(e.reason());
        }
        return results;
    }

    /** A run that fails is a result: the others go on, and the table shows it. */
    private void one(BenchScenario scenario, int program, ProgramRuns runs, Results results) {
        try {
            results.add(program, runs.run(scenario, launchers.get(program)));
        } catch (RunFailedException e) {
            System.err.println(e.reason());
            results.addFailure(program, e.reason());
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
