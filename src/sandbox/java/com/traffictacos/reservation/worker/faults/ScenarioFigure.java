package com.traffictacos.reservation.worker.faults;

import java.time.Duration;
import java.util.Locale;

/**
 * One thing that a scenario measures.
 *
 * @param wanted in words, as the measured value is
 */
public record ScenarioFigure(String name, String measured, String wanted, boolean met) {

    /** A count that must be exactly so. */
    static ScenarioFigure exactly(String name, long measured, long wanted) {
        return new ScenarioFigure(name, Long.toString(measured), Long.toString(wanted), measured == wanted);
    }

    /** A count that must not be smaller: mostly that the fault did strike. */
    static ScenarioFigure atLeast(String name, long measured, long wanted) {
        return new ScenarioFigure(name, Long.toString(measured), "at least " + wanted, measured >= wanted);
    }

    static ScenarioFigure atMost(String name, Duration measured, Duration wanted) {
        return new ScenarioFigure(name, text(measured), "at most " + text(wanted), measured.compareTo(wanted) <= 0);
    }

    static ScenarioFigure atMost(String name, double measured, double wanted) {
        return new ScenarioFigure(name, text(measured), "at most " + text(wanted), measured <= wanted);
    }

    static ScenarioFigure atLeast(String name, double measured, double wanted) {
        return new ScenarioFigure(name, text(measured), "at least " + text(wanted), measured >= wanted);
    }

    /** A count that is good to know and has no bound. */
    static ScenarioFigure shown(String name, long measured) {
        return new ScenarioFigure(name, Long.toString(measured), "shown only", true);
    }

    static ScenarioFigure holds(String name, boolean measured) {
        return new ScenarioFigure(name, measured ? "yes" : "no", "yes", measured);
    }

    /** Something that made measuring impossible. */
    static ScenarioFigure broken(String what) {
        // The first line says it; what may follow are lines of a log, which are kept with the worker.
        return new ScenarioFigure("runs to its end", what.lines().findFirst().orElse("no"), "yes", false);
    }

    private static String text(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toNanos() / 1e9);
    }

    private static String text(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }
}
