package com.traffictacos.reservation.worker.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
        return Stream.of(lockedConsole(settings.operations()), shortShutdown(settings))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Line> lockedConsole(Settings.Operations operations) {
        return operations.consoleEnabled() && operations.adminToken().isEmpty()
                ? Optional.of(new Line(
                        "CONSOLE_ENABLED is true and ADMIN_TOKEN is not set: the console is served, but nothing of it"
                                + " that reads or changes business data. Set ADMIN_TOKEN to use it.",
                        Map.of("variable", "ADMIN_TOKEN")))
                : Optional.empty();
    }

    /** A warning and no error: an event that is cut off by a stop is handed back, and every step is safe to repeat. */
    private static Optional<Line> shortShutdown(Settings settings) {
        HandlingTime time = HandlingTime.of(settings.inventory(), settings.reservationApi());
        Duration timeout = settings.worker().shutdownTimeout();
        return timeout.compareTo(time.oneTry()) < 0
                ? Optional.of(new Line(
                        "SHUTDOWN_TIMEOUT_SECONDS=" + timeout.toSeconds() + " is shorter than one event may take by"
                                + " INVENTORY_TIMEOUT_MS and RESERVATION_TIMEOUT_MS ("
                                + time.oneTry().plusMillis(999).toSeconds()
                                + " s): a stop may cut events off and hand them back.",
                        Map.of("variable", "SHUTDOWN_TIMEOUT_SECONDS")))
                : Optional.empty();
    }
}
