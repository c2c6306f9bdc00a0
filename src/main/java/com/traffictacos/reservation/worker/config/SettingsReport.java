package com.traffictacos.reservation.worker.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts what there is to say about the settings into log lines; whoever may log writes them. */
public final class SettingsReport {

    private SettingsReport() {}

    /**
     * One line of a log.
     *
     * @param message for the key {@code msg}
     * @param fields further keys with their values; safe to log
     */
    public record Line(String message, Map<String, String> fields) {

        public Line {
            fields = Map.copyOf(fields);
        }
    }

    /** A line for each problem, with the keys {@code variable}, {@code got} and {@code accepts}, then the summary. */
    public static List<Line> errors(InvalidSettings failure) {
        List<Line> lines = new ArrayList<>();
        for (Problem problem : failure.problems()) {
            lines.add(new Line(
                    problem.message(),
                    Map.of("variable", problem.variable(), "got", problem.got(), "accepts", problem.accepts())));
        }
        lines.add(new Line(String.valueOf(failure.getMessage()), Map.of()));
        return List.copyOf(lines);
    }

    /** Settings that are allowed together and yet hardly meant; key {@code variable}. */
    public static List<Line> warnings(Settings settings) {
        Settings.Operations operations = settings.operations();
        if (operations.consoleEnabled() && operations.adminToken().isEmpty()) {
            return List.of(new Line(
                    "CONSOLE_ENABLED is true and ADMIN_TOKEN is not set: the console is served, but nothing of it"
                            + " that reads or changes business data. Set ADMIN_TOKEN to use it.",
                    Map.of("variable", "ADMIN_TOKEN")));
        }
        return List.of();
    }
}
