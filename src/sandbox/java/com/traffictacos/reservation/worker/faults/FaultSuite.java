package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.sandbox.OptionReader;
import com.traffictacos.reservation.worker.sandbox.StandInWarmUp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Plays the scenarios one after the other, prints their figures as a table, and says by its exit code whether all of
 * them are met.
 *
 * @see SuiteOptions
 */
public final class FaultSuite {

    private static final int EXIT_MET = 0;
    private static final int EXIT_MISSED = 1;
    private static final int EXIT_USAGE = 64;

    private static final Path REPORT = Path.of("target", "faults-report.json");

    private FaultSuite() {}

    public static void main(String[] arguments) {
        SuiteOptions options;
        try {
            options = SuiteOptions.from(System.getProperties());
        } catch (OptionReader.InvalidOptions e) {
            System.err.println(e.getMessage());
            System.exit(EXIT_USAGE);
            return;
        }
        System.exit(play(options) ? EXIT_MET : EXIT_MISSED);
    }

    private static boolean play(SuiteOptions options) {
        StandInWarmUp.run();
        List<ScenarioResult> results = new ArrayList<>();
        for (Scenario scenario : options.scenarios()) {
            ScenarioResult result = ScenarioResult.of(scenario, options.scale(), options.seed());
            results.add(result);
            System.out.printf(
                    Locale.ROOT,
                    "%-27s %5.1f s  %s%n",
                    result.scenario(),
                    result.took().toMillis() / 1e3,
                    result.isMet() ? "met" : "MISSED " + result.missed());
            // Written after each, so that a run that is broken off has told what it knew.
            write(new SuiteReport(options.seed(), options.scale(), results));
        }
        SuiteReport report = new SuiteReport(options.seed(), options.scale(), results);
        System.out.println();
        System.out.print(report.table());
        return report.isMet();
    }

    private static void write(SuiteReport report) {
        try {
            Files.createDirectories(REPORT.toAbsolutePath().getParent());
            Files.writeString(REPORT, report.json().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
