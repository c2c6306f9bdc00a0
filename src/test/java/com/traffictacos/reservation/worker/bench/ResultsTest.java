package com.traffictacos.reservation.worker.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultsTest {

    private static final Scenario SATURATE = Scenario.named("saturate").getFirst();

    @Test
    void showsMediansBesideTheirGoals() {
        Results results = new Results(SATURATE, List.of(Candidate.of("")));
        for (double value : new double[] {1_400, 1_600, 2_600}) {
            results.add(0, Map.of(Figure.EVENTS_PER_SECOND, value));
        }

        assertThat(results.table())
                .containsPattern("events/s +1600\\.0 +1500 +2500 +754 +ok")
                .contains("medians of 3");
        assertThat(results.median(0, Figure.PEAK_MB)).isEmpty();
    }

    @Test
    void showsComparedWorkersSideBySide() {
        Results results = new Results(SATURATE, List.of(Candidate.of(""), Candidate.of("-Xmx64m")));
        results.add(0, Map.of(Figure.PEAK_MB, 200.0));
        results.add(1, Map.of(Figure.PEAK_MB, 150.0));

        assertThat(results.table()).containsPattern("peak resident memory, MB +200 +150 +0\\.75");
    }

    @Test
    void writesMediansAndEveryRun() {
        Results results = new Results(SATURATE, List.of(Candidate.of("-Xmx64m")));
        results.add(0, Map.of(Figure.REDELIVERIES, 1.0));
        results.add(0, Map.of(Figure.REDELIVERIES, 3.0));

        var worker = results.json().build().getJsonArray("workers").getJsonObject(0);

        assertThat(worker.getString("worker")).isEqualTo("-Xmx64m");
        assertThat(worker.getJsonObject("medians").getInt("redeliveries")).isEqualTo(2);
        assertThat(worker.getJsonArray("runs")).hasSize(2);
    }
}
