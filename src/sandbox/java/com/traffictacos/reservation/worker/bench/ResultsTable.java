package com.traffictacos.reservation.worker.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures of one scenario for people who look at a terminal. */
final class ResultsTable {

    private static final String NONE = "-";

    private final Results results;
    private final StringBuilder text = new StringBuilder();

    private ResultsTable(Results results) {
        this.results = results;
    }

    static String of(Results results, Signature signature) {
        ResultsTable table = new ResultsTable(results);
        BenchScenario scenario = results.scenario();
        table.line("");
        table.line(scenario.name() + ": " + scenario.description());
        table.line("  " + signature.line(results.runs(0).size()));
        results.notMeasured().ifPresentOrElse(reason -> table.line("  not measured here: " + reason), table::figures);
        return table.text.toString();
    }

    private void figures() {
        for (int program = 0; program < results.programs().size(); program++) {
            failures(program, results.failures(program));
        }
        List<String> heads = new ArrayList<>(List.of("worker", "from-to"));
        if (results.isCompared()) {
            heads.addAll(List.of(results.isBesidePeer() ? "peer" : "compared", "from-to", "ratio"));
        }
        heads.addAll(List.of("at least", "aim", "verdict"));
        cells("", heads);
        for (BenchFigure figure : BenchFigure.values()) {
            if (results.spread(0, figure).isPresent()
                    || (results.isCompared() && results.spread(1, figure).isPresent())) {
                row(figure);
            }
        }
    }

    private void failures(int program, List<String> reasons) {
        if (!reasons.isEmpty()) {
            line("  %s: %d of %d runs FAILED, the first one: %s"
                    .formatted(
                            program == 0 ? "worker" : "compared",
                            reasons.size(),
                            reasons.size() + results.runs(program).size(),
                            reasons.getFirst().lines().findFirst().orElse("")));
        }
    }

    private void row(BenchFigure figure) {
        List<String> cells = new ArrayList<>();
        for (int program = 0; program < results.programs().size(); program++) {
            cells.addAll(results.spread(program, figure)
                    .map(spread -> List.of(figure.text(spread.median()), spread.range(figure)))
                    .orElse(List.of(NONE, "")));
        }
        if (results.isCompared()) {
            var ratio = results.ratio(figure);
            cells.add(ratio.isPresent() ? Goal.ratioText(ratio.getAsDouble()) : NONE);
        }
        results.goal(figure)
                .ifPresent(goal -> cells.addAll(List.of(goal.shownBound(), goal.shownAim(), results.verdict(goal))));
        cells(figure.label(), cells);
    }

    private void cells(String label, List<String> cells) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-36s", label));
        int column = 0;
        for (String cell : cells) {
            boolean isRange = column == 1 || (column == 3 && results.isCompared());
            line.append(String.format(Locale.ROOT, isRange ? " %-15s" : " %9s", cell));
            column++;
        }
        line(line.toString());
    }

    private void line(String line) {
        text.append(line.stripTrailing()).append(System.lineSeparator());
    }
}
