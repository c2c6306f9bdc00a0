package com.traffictacos.reservation.worker.faults;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** The figures of a run, for people and for programs. */
record SuiteReport(long seed, Scale scale, List<ScenarioResult> results) {

    private static final String ROW = "%-27s  %-58s  %-30s  %-16s  %s%n";

    SuiteReport {
        results = List.copyOf(results);
    }

    boolean isMet() {
        return results.stream().allMatch(ScenarioResult::isMet);
    }

    String table() {
        StringBuilder table = new StringBuilder();
        table.append(String.format(Locale.ROOT, ROW, "scenario", "figure", "measured", "wanted", "verdict"));
        for (ScenarioResult result : results) {
            String name = result.scenario();
            for (ScenarioFigure figure : result.figures()) {
                table.append(String.format(
                        Locale.ROOT,
                        ROW,
                        name,
                        figure.name(),
                        figure.measured(),
                        figure.wanted(),
                        figure.met() ? "met" : "MISSED"));
                name = "";
            }
        }
        long met = results.stream().filter(ScenarioResult::isMet).count();
        return table.append(String.format(Locale.ROOT, "%n%d of %d scenarios met%n", met, results.size()))
                .toString();
    }

    JsonObject json() {
        JsonArrayBuilder scenarios = Json.createArrayBuilder();
        for (ScenarioResult result : results) {
            JsonArrayBuilder figures = Json.createArrayBuilder();
            for (ScenarioFigure figure : result.figures()) {
                figures.add(Json.createObjectBuilder()
                        .add("figure", figure.name())
                        .add("measured", figure.measured())
                        .add("wanted", figure.wanted())
                        .add("met", figure.met()));
            }
            scenarios.add(Json.createObjectBuilder()
                    .add("scenario", result.scenario())
                    .add("met", result.isMet())
                    .add("seconds", result.took().toMillis() / 1e3)
                    .add("figures", figures));
        }
        return Json.createObjectBuilder()
                .add("seed", seed)
                .add("scale", scale.name().toLowerCase(Locale.ROOT))
                .add("met", isMet())
                .add("scenarios", scenarios)
                .build();
    }
}
