package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.sandbox.EventMix;
import com.traffictacos.reservation.worker.sandbox.ReservationGenerator;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.WorkerMetricsText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A collector that takes connections and never answers. */
class DeadCollectorIT {

    private static final int EVENTS = 300;

    private static final String WARNING = "the collector does not take this signal";

    /** Sends everything, and gives up after a second, so that an export fails within the test. */
    private static Map<String, String> settings(String endpoint) {
        return Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                endpoint,
                "OTEL_EXPORTER_OTLP_TIMEOUT",
                "1000",
                "OTEL_METRICS_EXPORTER",
                "otlp",
                "OTEL_LOGS_EXPORTER",
                "otlp",
                "OTEL_METRIC_EXPORT_INTERVAL",
                "1000");
    }

    @Test
    void settlesEveryEventAndStopsInTime() throws IOException {
        try (ServerSocket blackHole = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            SandboxWorld world = SandboxWorld.start();
            world.generator().send(new ReservationGenerator(EventMix.burst(), 41), EVENTS);
            String endpoint = "http://127.0.0.1:" + blackHole.getLocalPort();
            try (WorkerFixture fixture = WorkerFixture.open("dead-collector", world, settings(endpoint))) {
                fixture.awaitEmptyQueue(Duration.ofMinutes(2));

                assertThat(world.findings().wrong()).isEmpty();
                assertThat(fixture.counted("success") + fixture.counted("skipped") + fixture.counted("ignored"))
                        .isEqualTo(EVENTS);
                await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                    for (String signal : List.of("traces", "metrics", "logs")) {
                        assertThat(failures(fixture, signal)).as(signal).isGreaterThan(1);
                    }
                });
                assertThat(WorkerMetricsText.sum(
                                fixture.worker().get("/metrics").orElse(""), "worker_otlp_log_lines_dropped_total", ""))
                        .hasValueSatisfying(dropped -> assertThat(dropped).isPositive());

                long stopping = System.nanoTime();
                fixture.stopAndCheckBalance();
                assertThat(Duration.ofNanos(System.nanoTime() - stopping))
                        .as("less than what the pod's grace period has beside the drain")
                        .isLessThan(Duration.ofSeconds(20));
                List<String> log = fixture.worker().logLines();
                for (String signal : List.of("traces", "metrics", "logs")) {
                    assertThat(log.stream()
                                    .filter(line ->
                                            line.contains(WARNING) && line.contains("\"signal\":\"" + signal + "\"")))
                            .as("one warning about " + signal)
                            .hasSize(1);
                }
                assertThat(log).noneMatch(line -> line.contains("Failed to export"));
            }
        }
    }

    private static double failures(WorkerFixture fixture, String signal) {
        return WorkerMetricsText.sum(
                        fixture.worker().get("/metrics").orElse(""),
                        "worker_otlp_export_failures_total",
                        "signal=\"" + signal + "\"")
                .orElse(0.0);
    }
}
