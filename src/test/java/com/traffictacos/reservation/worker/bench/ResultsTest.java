package com.traffictacos.reservation.worker.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {

    private static final BenchScenario SATURATE =
            BenchScenario.named("saturate").getFirst();
    private static final Candidate WORKER = Candidate.of("");
    private static final PeerCommand PEER = PeerCommand.of("java -jar peer.jar", "/ready");
    private static final Signature SIGNATURE =
            new Signature("./mvnw -Pbench", "c0ffee", "25", 2, LocalDate.of(2026, 5, 4));

    @Test
    void showsMediansBesideTheirGoals() {
        Results results = new Results(SATURATE, List.of(WORKER));
        for (double value : new double[] {0.21, 0.19, 0.25}) {
            results.add(0, Map.of(BenchFigure.REQUESTS_PER_EVENT, value, BenchFigure.EVENTS_PER_SECOND, value * 1_000));
        }

        assertThat(ResultsTable.of(results, SIGNATURE))
                .containsPattern("SQS requests per event +0\\.210 0\\.190-0\\.250 +0\\.22 +0\\.2 +ok")
                .containsPattern("events/s +210\\.0 190\\.0-250\\.0 +x2 +x3 +no peer")
                .contains("commit c0ffee; JDK 25; 2 CPUs; medians of 3; 2026-05-04");
        assertThat(results.spread(0, BenchFigure.PEAK_MB)).isEmpty();
    }

    @Test
    void dividesTheWorkersMedianByThePeers() {
        Results results = new Results(SATURATE, List.of(WORKER, PEER));
        for (double value : new double[] {900, 1_000, 1_300}) {
            results.add(0, Map.of(BenchFigure.EVENTS_PER_SECOND, value, BenchFigure.REDELIVERIES, 0.0));
            results.add(1, Map.of(BenchFigure.EVENTS_PER_SECOND, value / 2 - 100, BenchFigure.REDELIVERIES, 0.0));
        }

        assertThat(results.ratio(BenchFigure.EVENTS_PER_SECOND)).hasValue(2.5);
        assertThat(results.ratio(BenchFigure.REDELIVERIES)).isEmpty();
        assertThat(results.ratio(BenchFigure.PEAK_MB)).isEmpty();
        assertThat(ResultsTable.of(results, SIGNATURE))
                .containsPattern("worker +from-to +peer +from-to +ratio")
                .containsPattern("events/s +1000\\.0 900\\.0-1300\\.0 +400\\.0 350\\.0-550\\.0 +2\\.50 +x2 +x3 +ok")
                .containsPattern("redeliveries +0 0-0 +0 0-0 +- +0 +0 +aim");
    }

    @Test
    void judgesNoRatioToAnotherBuildOfTheWorker() {
        Results results = new Results(SATURATE, List.of(WORKER, Candidate.of("-Xmx64m")));
        results.add(0, Map.of(BenchFigure.EVENTS_PER_SECOND, 200.0));
        results.add(1, Map.of(BenchFigure.EVENTS_PER_SECOND, 50.0));

        assertThat(ResultsTable.of(results, SIGNATURE))
                .contains("compared")
                .containsPattern("events/s +200\\.0 +50\\.0 +4\\.00 +x2 +x3 +no peer");
    }

    @Test
    void showsWhatOneProgramAloneMeasures() {
        Results results = new Results(SATURATE, List.of(WORKER, PEER));
        results.add(0, Map.of(BenchFigure.GC_SHARE, 0.25));
        results.add(1, Map.of());

        assertThat(ResultsTable.of(results, SIGNATURE)).containsPattern("GC pauses +0\\.2500 +- +-\\R");
    }

    @Test
    void showsFailedRuns() {
        Results results = new Results(SATURATE, List.of(WORKER, PEER));
        results.add(0, Map.of(BenchFigure.REDELIVERIES, 1.0));
        results.add(1, Map.of(BenchFigure.REDELIVERIES, 1.0));
        results.addFailure(1, "saturate: the program has ended\nits last lines");

        assertThat(results.isComplete()).isFalse();
        assertThat(ResultsTable.of(results, SIGNATURE))
                .contains("compared: 1 of 2 runs FAILED, the first one: saturate: the program has ended")
                .doesNotContain("last lines");
        assertThat(MarkdownTable.of(List.of(results), SIGNATURE))
                .contains("| saturate | runs |  | 1 of 2 failed | | | | | |\n");
    }

    @Test
    void saysVisiblyWhatIsNotMeasured() {
        Results results =
                new Results(BenchScenario.named("start-half-cpu-256MiB").getFirst(), List.of(WORKER, PEER));
        results.notMeasured("no control group");

        assertThat(ResultsTable.of(results, SIGNATURE)).contains("not measured here: no control group");
        assertThat(ResultsJson.of(results).build().getString("not_measured")).isEqualTo("no control group");
        assertThat(MarkdownTable.of(List.of(results), SIGNATURE))
                .contains("| start-half-cpu-256MiB | all | not measured here: no control group | | | | | | |\n");
    }

    @Test
    void signsEachRowOfADocument() {
        Results results = new Results(SATURATE, List.of(WORKER, PEER));
        for (double value : new double[] {1, 2, 4}) {
            results.add(0, Map.of(BenchFigure.WORKER_CPU_MS_PER_EVENT, value, BenchFigure.START_TO_READY_S, value));
            results.add(1, Map.of(BenchFigure.WORKER_CPU_MS_PER_EVENT, 4 * value, BenchFigure.START_TO_READY_S, value));
        }

        assertThat(MarkdownTable.of(List.of(results), SIGNATURE))
                .startsWith("`./mvnw -Pbench`\n\n| scenario |")
                .contains("| saturate | CPU ms per event, worker | 2.000 (1.000-4.000) | 8.000 (4.000-16.000) | 0.25"
                        + " | x0.45 | x0.3 | aim | c0ffee, JDK 25, 2 CPUs, 3 runs, 2026-05-04 |\n")
                .doesNotContain(BenchFigure.START_TO_READY_S.label());
    }

    @Test
    void writesEveryRun(@TempDir Path directory) throws IOException {
        Results results = new Results(SATURATE, List.of(Candidate.of("-Xmx64m"), PEER));
        results.add(0, Map.of(BenchFigure.REDELIVERIES, 1.0));
        results.add(0, Map.of(BenchFigure.REDELIVERIES, 3.0));
        results.add(1, Map.of(BenchFigure.REDELIVERIES, 4.0));

        String table = new Report(directory, SIGNATURE, "light").add(results);

        assertThat(table).isEqualTo(ResultsTable.of(results, SIGNATURE));
        assertThat(Files.readString(directory.resolve("bench.md")))
                .isEqualTo(MarkdownTable.of(List.of(results), SIGNATURE));
        assertThat(Files.readString(directory.resolve("bench.json")))
                .contains(
                        "\"command\":\"./mvnw -Pbench\"", "\"commit\":\"c0ffee\"", "\"cpus\":2", "\"queue\":\"light\"")
                .contains("\"program\":\"-Xmx64m\",\"medians\":{\"redeliveries\":2.0}")
                .contains("\"spreads\":{\"redeliveries\":[1.0,3.0]}")
                .contains("\"runs\":[{\"redeliveries\":1.0},{\"redeliveries\":3.0}]")
                .contains("\"program\":\"java -jar peer.jar\"", "\"ratios\":{\"redeliveries\":0.5}");
    }
}
