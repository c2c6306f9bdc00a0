package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.sandbox.OptionReader;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the fault suite is asked to do, from system properties {@code faults.*}.
 *
 * @param scenarios {@code faults.scenario}: names with commas between them; all by default
 * @param seed {@code faults.seed}: of all dice
 * @param scale {@code faults.scale}: {@code full} or {@code brief}
 */
record SuiteOptions(List<Scenario> scenarios, long seed, Scale scale) {

    private static final Set<String> KNOWN = Set.of("faults.scenario", "faults.seed", "faults.scale");
    private static final String ALL =
            Scenarios.all().stream().map(Scenario::name).collect(Collectors.joining(","));

    SuiteOptions {
        scenarios = List.copyOf(scenarios);
    }

    /** @throws OptionReader.InvalidOptions if an option or a scenario is unknown, or a value unreadable */
    static SuiteOptions from(Properties properties) {
        OptionReader reader = new OptionReader(properties, "faults.", KNOWN);
        SuiteOptions options = new SuiteOptions(
                reader.read("faults.scenario", ALL, SuiteOptions::scenarios, all -> true, "some of " + ALL),
                reader.read("faults.seed", "1", Long::valueOf, seed -> true, "a whole number"),
                reader.read("faults.scale", "full", SuiteOptions::scale, scale -> true, "full or brief"));
        reader.end();
        return options;
    }

    private static List<Scenario> scenarios(String names) {
        return Arrays.stream(names.split(",", -1)).map(SuiteOptions::scenario).toList();
    }

    private static Scenario scenario(String name) {
        return Scenarios.all().stream()
                .filter(scenario -> scenario.name().equals(name.trim()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name));
    }

    private static Scale scale(String name) {
        return Scale.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
