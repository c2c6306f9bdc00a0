package com.traffictacos.reservation.worker.bench;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The figures of one call as they go into a document: each row with its goal and what was run. Stateless. */
final class MarkdownTable {

    /** Shown beside the figures that have a goal. */
    private static final Set<BenchFigure> SHOWN = Set.of(
            BenchFigure.START_TO_READY_S,
            BenchFigure.START_CPU_S,
            BenchFigure.SETTLED_CPU_S,
            BenchFigure.START_TO_FIRST_S,
            BenchFigure.ANONYMOUS_AFTER_START_MB,
            BenchFigure.FILE_AFTER_START_MB,
            BenchFigure.ANONYMOUS_MOST_MB,
            BenchFigure.PEAK_MB,
            BenchFigure.EVENTS_PER_SECOND,
            BenchFigure.SHARE_OF_CEILING,
            BenchFigure.SHARE_OF_LIMIT,
            BenchFigure.WORKER_CPU_MS_PER_EVENT,
            BenchFigure.REQUESTS_PER_EVENT,
            BenchFigure.DOWNSTREAM_MS_PER_EVENT,
            BenchFigure.RECEIVE_P50,
            BenchFigure.RECEIVE_P99,
            BenchFigure.REDELIVERIES,
            BenchFigure.WRONG);

    /** A start with events that wait ends in their midst, so only starts of their own tell of it. */
    private static final Set<BenchFigure> OF_STARTS =
            Set.of(BenchFigure.START_TO_READY_S, BenchFigure.START_CPU_S, BenchFigure.START_TO_FIRST_S);

    private static final int COLUMNS = 9;

    private MarkdownTable() {}

    static String of(List<Results> results, Signature signature) {
        StringBuilder text = new StringBuilder("`" + signature.commandForDocuments() + "`\n\n");
        text.append("| scenario | figure | worker | peer | ratio | at least | aim | verdict | measured |\n");
        text.append("|---|---|---|---|---|---|---|---|---|\n");
        results.forEach(ofScenario -> add(text, ofScenario, signature));
        return text.toString();
    }

    private static void add(StringBuilder text, Results results, Signature signature) {
        String scenario = results.scenario().name();
        if (results.notMeasured().isPresent()) {
            row(
                    text,
                    scenario,
                    "all",
                    "not measured here: " + results.notMeasured().get());
            return;
        }
        for (int program = 0; program < results.programs().size(); program++) {
            if (!results.failures(program).isEmpty()) {
                String failed = "%d of %d failed"
                        .formatted(
                                results.failures(program).size(),
                                results.failures(program).size()
                                        + results.runs(program).size());
                row(text, scenario, "runs", program == 0 ? failed : "", program == 0 ? "" : failed);
            }
        }
        for (BenchFigure figure : BenchFigure.values()) {
            if (isShown(results, figure)) {
                figure(text, results, figure, signature);
            }
        }
    }

    private static boolean isShown(Results results, BenchFigure figure) {
        boolean isStart = results.scenario().course() instanceof BenchScenario.Cold;
        boolean shown = SHOWN.contains(figure) && (isStart || !OF_STARTS.contains(figure));
        return (shown || results.goal(figure).isPresent())
                && results.spread(0, figure).isPresent();
    }

    private static void figure(StringBuilder text, Results results, BenchFigure figure, Signature signature) {
        Spread own = results.spread(0, figure).orElseThrow();
        Optional<Spread> peer = results.isCompared() ? results.spread(1, figure) : Optional.empty();
        Optional<Goal> goal = results.goal(figure);
        var ratio = results.ratio(figure);
        row(
                text,
                results.scenario().name(),
                figure.label().strip(),
                shown(figure, own),
                peer.map(spread -> shown(figure, spread)).orElse(""),
                ratio.isPresent() ? Goal.ratioText(ratio.getAsDouble()) : "",
                goal.map(Goal::shownBound).orElse(""),
                goal.map(Goal::shownAim).orElse(""),
                goal.map(results::verdict).orElse(""),
                signature.cell(own.runs()));
    }

    private static String shown(BenchFigure figure, Spread spread) {
        String range = spread.range(figure);
        return figure.text(spread.median()) + (range.isEmpty() ? "" : " (" + range + ")");
    }

    private static void row(StringBuilder text, String... cells) {
        text.append("| ").append(String.join(" | ", cells).replaceAll("\\R", " "));
        text.append(" |".repeat(COLUMNS + 1 - cells.length)).append("\n");
    }
}
