package com.traffictacos.reservation.worker.bench;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** The figures of all runs of one scenario, by worker. Confined to one thread. */
final class Results {

    private final Scenario scenario;
    private final List<Candidate> workers;
    private final List<List<Map<Figure, Double>>> runs = new ArrayList<>();

    Results(Scenario scenario, List<Candidate> workers) {
        this.scenario = scenario;
        this.workers = workers;
        workers.forEach(worker -> runs.add(new ArrayList<>()));
    }

    Scenario scenario() {
        return scenario;
    }

    /** @param worker by its place in the list of workers */
    void add(int worker, Map<Figure, Double> figures) {
        runs.get(worker).add(figures);
    }

    /** The median over a worker's runs; absent if none of them measured the figure. */
    OptionalDouble median(int worker, Figure figure) {
        double[] values = runs.get(worker).stream()
                .filter(run -> run.containsKey(figure))
                .mapToDouble(run -> run.getOrDefault(figure, 0.0))
                .toArray();
        return values.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(Calculation.median(values));
    }

    /** For people. */
    String table() {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                "%n%s: %s; medians of %d%n",
                scenario.name(),
                scenario.description(),
                runs.getFirst().size()));
        if (isCompared()) {
            cells(table, "", "worker", "compared", "ratio", "at least", "aim", "Spring", "verdict");
        } else {
            cells(table, "", "worker", "at least", "aim", "Spring", "verdict");
        }
        for (Figure figure : Figure.values()) {
            median(0, figure).ifPresent(value -> row(table, figure, value));
        }
        return table.toString();
    }

    private boolean isCompared() {
        return workers.size() > 1;
    }

    private void row(StringBuilder table, Figure figure, double value) {
        List<String> cells = new ArrayList<>(List.of(figure.text(value)));
        if (isCompared()) {
            double other = median(1, figure).orElse(0);
            cells.add(figure.text(other));
            cells.add(String.format(Locale.ROOT, "%.2f", Calculation.ratio(other, value)));
        }
        Goal.of(scenario.name(), figure).ifPresent(goal -> {
            cells.add(plain(goal.atLeast()));
            cells.add(plain(goal.aim()));
            cells.add(goal.rival());
            cells.add(goal.verdict(value));
        });
        cells(table, figure.label(), cells.toArray(String[]::new));
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString(Math.round(value)) : Double.toString(value);
    }

    private static void cells(StringBuilder table, String label, String... cells) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-36s", label));
        for (String cell : cells) {
            line.append(String.format(Locale.ROOT, " %9s", cell));
        }
        table.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }

    /** For programs: medians and every single run. */
    JsonObjectBuilder json() {
        JsonArrayBuilder byWorker = Json.createArrayBuilder();
        for (int worker = 0; worker < workers.size(); worker++) {
            JsonObjectBuilder medians = Json.createObjectBuilder();
            for (Figure figure : Figure.values()) {
                median(worker, figure).ifPresent(value -> medians.add(figure.key(), value));
            }
            byWorker.add(Json.createObjectBuilder()
                    .add("worker", workers.get(worker).text())
                    .add("medians", medians)
                    .add("runs", runs(worker)));
        }
        return Json.createObjectBuilder()
                .add("scenario", scenario.name())
                .add("description", scenario.description())
                .add("workers", byWorker);
    }

    private JsonArray runs(int worker) {
        JsonArrayBuilder all = Json.createArrayBuilder();
        for (Map<Figure, Double> run : runs.get(worker)) {
            JsonObjectBuilder one = Json.createObjectBuilder();
            run.forEach((figure, value) -> one.add(figure.key(), value));
            all.add(one);
        }
        return all.build();
    }
}
