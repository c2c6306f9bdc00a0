package com.traffictacos.reservation.worker.faults;

import java.time.Duration;
import java.util.List;

/** The figures of one scenario. */
public record ScenarioResult(String scenario, List<ScenarioFigure> figures, Duration took) {

    public ScenarioResult {
        figures = List.copyOf(figures);
    }

    /** Plays a scenario in a world of its own; a scenario that breaks is a figure that is missed. */
    public static ScenarioResult of(Scenario scenario, Scale scale, long seed) {
        long begun = System.nanoTime();
        try (ScenarioRun run = ScenarioRun.open(scenario, scale, seed)) {
            List<ScenarioFigure> figures = run.play(scenario);
            return new ScenarioResult(scenario.name(), figures, Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    /** Whether every figure is met. */
    public boolean isMet() {
        return figures.stream().allMatch(ScenarioFigure::met);
    }

    /** The figures that are not met. */
    public List<ScenarioFigure> missed() {
        return figures.stream().filter(figure -> !figure.met()).toList();
    }
}
