package com.traffictacos.reservation.worker.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The figures of all runs of one scenario, by program. Confined to one thread. */
final class Results {

    private final BenchScenario scenario;
    private final List<MeasuredProgram> programs;
    private final List<List<Map<BenchFigure, Double>>> runs = new ArrayList<>();
    private final List<List<String>> failures = new ArrayList<>();
    private Optional<String> notMeasured = Optional.empty();

    Results(BenchScenario scenario, List<MeasuredProgram> programs) {
        this.scenario = scenario;
        this.programs = programs;
        programs.forEach(program -> {
            runs.add(new ArrayList<>());
            failures.add(new ArrayList<>());
        });
    }

    BenchScenario scenario() {
        return scenario;
    }

    List<MeasuredProgram> programs() {
        return programs;
    }

    /** @param program by its place in the list of programs */
    void add(int program, Map<BenchFigure, Double> figures) {
        runs.get(program).add(figures);
    }

    /** Notes a run that did not come to its end. */
    void addFailure(int program, String reason) {
        failures.get(program).add(reason);
    }

    /** Notes that this machine cannot run the scenario. */
    void notMeasured(String reason) {
        notMeasured = Optional.of(reason);
    }

    Optional<String> notMeasured() {
        return notMeasured;
    }

    /** Every run that came to its end, in order. */
    List<Map<BenchFigure, Double>> runs(int program) {
        return List.copyOf(runs.get(program));
    }

    /** Why the others did not. */
    List<String> failures(int program) {
        return List.copyOf(failures.get(program));
    }

    boolean isComplete() {
        return failures.stream().allMatch(List::isEmpty);
    }

    /** Over a program's runs; absent if none of them measured the figure. */
    Optional<Spread> spread(int program, BenchFigure figure) {
        return Spread.of(runs.get(program).stream()
                .filter(run -> run.containsKey(figure))
                .mapToDouble(run -> run.getOrDefault(figure, 0.0))
                .toArray());
    }

    boolean isCompared() {
        return programs.size() > 1;
    }

    /** Whether the second program is a peer, to which the goals are ratios. */
    boolean isBesidePeer() {
        return isCompared() && programs.get(1) instanceof PeerCommand;
    }

    /** The first program's median by that of the second; absent where there is nothing to divide by. */
    OptionalDouble ratio(BenchFigure figure) {
        Optional<Spread> other = isCompared() ? spread(1, figure) : Optional.empty();
        Optional<Spread> own = spread(0, figure);
        if (own.isEmpty() || other.isEmpty() || other.get().median() == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(own.get().median() / other.get().median());
    }

    /** The goal of a figure, and what the runs say of it. */
    Optional<Goal> goal(BenchFigure figure) {
        return Goal.of(scenario.name(), figure, isBesidePeer());
    }

    String verdict(Goal goal) {
        return spread(0, goal.figure())
                .map(own -> goal.verdict(own.median(), isBesidePeer() ? ratio(goal.figure()) : OptionalDouble.empty()))
                .orElse("");
    }
}
