package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.sandbox.EventMix;
import com.traffictacos.reservation.worker.sandbox.ReservationGenerator;
import com.traffictacos.reservation.worker.sandbox.ReservationScript;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real Prometheus scrapes a worker at work: what ships for operators finds its data. */
class PrometheusIT {

    private static final Pattern METRIC =
            Pattern.compile("\\b(?:worker|sqs|reservation|jvm|process|keda|kube|container)_[A-Za-z_]+(?::\\w+)*");
    private static final int ROUNDS = 10;

    private static Path tools;
    private static WorkerFixture fixture;
    private static ClusterMetrics cluster;
    private static Prometheus prometheus;

    @BeforeAll
    static void scrapeAWorkerAtWork() {
        tools = Prometheus.tools();
        SandboxWorld world = SandboxWorld.start();
        ReservationGenerator stories = new ReservationGenerator(EventMix.burst(), 51, Clock.systemUTC());
        ReservationGenerator late =
                new ReservationGenerator(EventMix.of(ReservationScript.PAID_TOO_LATE), 52, Clock.systemUTC());
        fixture = WorkerFixture.open("prometheus", world, Map.of());
        cluster = ClusterMetrics.start();
        prometheus = Prometheus.start(
                tools,
                List.of(fixture.worker().http(), cluster.base()),
                Path.of("target", "prometheus").toAbsolutePath());
        await().atMost(Duration.ofSeconds(30)).until(prometheus::isReady);
        // Events come in rounds, each seen by a scrape of its own, so that rates have something to rise by.
        for (int round = 1; round <= ROUNDS; round++) {
            world.generator().send(stories, 40);
            world.generator().send(late, 1);
            long settled = 41L * round;
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> prometheus.has("sum(worker_events_total) >= " + settled));
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> prometheus.has("sqs_queue_messages{queue=\"dead_letter\"} >= 0"));
    }

    @AfterAll
    static void close() {
        if (prometheus != null) {
            prometheus.close();
            cluster.close();
        }
        if (fixture != null) {
            fixture.close();
        }
    }

    @Test
    void findsDataForEveryPanel() throws IOException {
        Map<String, String> panels = new HashMap<>();
        for (JsonObject panel : dashboard().getJsonArray("panels").getValuesAs(JsonObject.class)) {
            if (panel.containsKey("targets")) {
                panel.getJsonArray("targets")
                        .getValuesAs(JsonObject.class)
                        .forEach(target -> panels.put(
                                panel.getString("title") + " " + target.getString("refId"), target.getString("expr")));
            }
        }
        assertThat(panels).hasSizeGreaterThan(30);
        assertThat(panels)
                .allSatisfy((panel, expression) -> assertThat(prometheus.query(expression
                                .replace("$__rate_interval", "1m")
                                .replace("$pod", ".*")
                                .replace("$namespace", ".*")))
                        .as("%s: %s", panel, expression)
                        .isNotEmpty());
    }

    @Test
    void evaluatesEveryRuleOnSeriesThatExist() {
        // A rule has no health before its first evaluation.
        await().atMost(Duration.ofSeconds(20))
                .until(() -> prometheus.rules().stream()
                        .noneMatch(rule -> rule.getString("health").equals("unknown")));
        List<JsonObject> rules = prometheus.rules();
        assertThat(rules).hasSizeGreaterThan(15).allSatisfy(rule -> {
            assertThat(rule.getString("health")).as(rule.getString("name")).isEqualTo("ok");
            List<String> metrics = METRIC.matcher(rule.getString("query"))
                    .results()
                    .map(found -> found.group())
                    .toList();
            assertThat(metrics).as(rule.getString("name")).isNotEmpty().allMatch(name -> prometheus.has(name));
        });
    }

    @Test
    void namesARunbookEntryForEveryAlert() throws IOException {
        String runbook = Files.readString(Path.of("docs", "runbook.md"));
        assertThat(prometheus.rules().stream()
                        .filter(rule -> rule.getString("type").equals("alerting")))
                .hasSizeGreaterThan(8)
                .allSatisfy(rule -> {
                    JsonObject annotations = rule.getJsonObject("annotations");
                    assertThat(annotations.keySet()).contains("summary", "description", "runbook_url");
                    String link = annotations.getString("runbook_url");
                    assertThat(link).startsWith("https://").contains("/docs/runbook.md#");
                    assertThat(headings(runbook))
                            .as(rule.getString("name"))
                            .contains(link.substring(link.indexOf('#') + 1));
                });
    }

    /** Anchors of the second level, as GitHub makes them. */
    private static List<String> headings(String page) {
        return page.lines()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3).toLowerCase(Locale.ROOT).replace(" ", "-"))
                .toList();
    }

    @Test
    void passesPromtoolsChecks() {
        assertThat(promtool("check", "rules", Prometheus.RULES.toString()).exitCode())
                .isZero();
        Prometheus.Output tests = promtool(
                "test",
                "rules",
                Prometheus.DEPLOY
                        .resolve("prometheus/reservation-worker.test.yml")
                        .toString());
        assertThat(tests.exitCode()).as(tests.text()).isZero();
    }

    @Test
    void printsMetricsThatPromtoolHasNoComplaintAbout() {
        Prometheus.Output check = Prometheus.run(
                List.of(tools.resolve("promtool").toString(), "check", "metrics"),
                fixture.worker().get("/metrics").orElseThrow());
        assertThat(check.text()).isEmpty();
        assertThat(check.exitCode()).isZero();
    }

    private static Prometheus.Output promtool(String... arguments) {
        return Prometheus.run(
                Stream.concat(Stream.of(tools.resolve("promtool").toString()), Stream.of(arguments))
                        .toList(),
                "");
    }

    private static JsonObject dashboard() throws IOException {
        String text = Files.readString(Prometheus.DEPLOY.resolve("grafana/reservation-worker.json"));
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
