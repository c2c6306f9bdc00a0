package com.traffictacos.reservation.worker.bench;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.Map;

/** The figures of one scenario for programs: medians, spread and every single run. Stateless. */
final class ResultsJson {

    private ResultsJson() {}

    static JsonObjectBuilder of(Results results) {
        JsonArrayBuilder programs = Json.createArrayBuilder();
        for (int program = 0; program < results.programs().size(); program++) {
            programs.add(program(results, program));
        }
        JsonObjectBuilder ratios = Json.createObjectBuilder();
        for (BenchFigure figure : BenchFigure.values()) {
            results.ratio(figure).ifPresent(ratio -> ratios.add(figure.key(), ratio));
        }
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("scenario", results.scenario().name())
                .add("description", results.scenario().description())
                .add("programs", programs)
                .add("ratios", ratios);
        results.notMeasured().ifPresent(reason -> json.add("not_measured", reason));
        return json;
    }

    private static JsonObjectBuilder program(Results results, int program) {
        JsonObjectBuilder medians = Json.createObjectBuilder();
        JsonObjectBuilder spreads = Json.createObjectBuilder();
        for (BenchFigure figure : BenchFigure.values()) {
            results.spread(program, figure).ifPresent(spread -> {
                medians.add(figure.key(), spread.median());
                spreads.add(
                        figure.key(),
                        Json.createArrayBuilder().add(spread.least()).add(spread.most()));
            });
        }
        JsonArrayBuilder runs = Json.createArrayBuilder();
        for (Map<BenchFigure, Double> run : results.runs(program)) {
            JsonObjectBuilder one = Json.createObjectBuilder();
            run.forEach((figure, value) -> one.add(figure.key(), value));
            runs.add(one);
        }
        return Json.createObjectBuilder()
                .add("program", results.programs().get(program).text())
                .add("medians", medians)
                .add("spreads", spreads)
                .add("runs", runs)
                .add("failures", Json.createArrayBuilder(results.failures(program)));
    }
}
