package com.traffictacos.reservation.worker.faults;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * What the fault suite is asked to do, from system properties {@code faults.*}; blank is as good as missing.
 *
 * @param scenarios {@code faults.scenario}: names with commas between them; all by default
 * @param seed {@code faults.seed}: of all dice
 * @param scale {@code faults.scale}: {@code full} or {@code brief}
 */
record SuiteOptions(List<Scenario> scenarios, long seed, Scale scale) {

    SuiteOptions {
        scenarios = List.copyOf(scenarios);
    }

    /** Every wrong option at once, one line each. */
    static final class InvalidOptions extends RuntimeException {

        private static final long serialVersionUID = 1L;

        InvalidOptions(List<String> problems) {
            super(String.join(System.lineSeparator(), problems));
        }
    }

    /** @throws InvalidOptions if a scenario is unknown, or a value unreadable */
    static SuiteOptions from(Properties properties) {
        List<String> problems = new ArrayList<>();
        List<Scenario> scenarios = scenarios(value(properties, "faults.scenario", ""), problems);
        String seedText = value(properties, "faults.seed", "1");
        long seed = 0;
        try {
            seed = Long.parseLong(seedText);
        } catch (NumberFormatException e) {
            problems.add("faults.seed is '" + seedText + "'; accepted: a whole number");
        }
        String scaleText = value(properties, "faults.scale", "full").toUpperCase(Locale.ROOT);
        boolean known =
                Arrays.stream(Scale.values()).anyMatch(scale -> scale.name().equals(scaleText));
        if (!known) {
            problems.add("faults.scale is '" + scaleText + "'; accepted: full or brief");
        }
        if (!problems.isEmpty()) {
            throw new InvalidOptions(problems);
        }
        return new SuiteOptions(scenarios, seed, Scale.valueOf(scaleText));
    }

    private static List<Scenario> scenarios(String names, List<String> problems) {
        if (names.isEmpty()) {
            return Scenarios.all();
        }
        List<Scenario> chosen = new ArrayList<>();
        for (String name : names.split(",", -1)) {
            Scenarios.all().stream()
                    .filter(scenario -> scenario.name().equals(name.trim()))
                    .findFirst()
                    .ifPresentOrElse(
                            chosen::add,
                            () -> problems.add("faults.scenario: there is no '" + name.trim() + "'; there are "
                                    + Scenarios.all().stream()
                                            .map(Scenario::name)
                                            .collect(Collectors.joining(", "))));
        }
        return chosen;
    }

    private static String value(Properties properties, String name, String standard) {
        String given = properties.getProperty(name, "").trim();
        return given.isEmpty() ? standard : given;
    }
}
