package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.sandbox.EventMix;
import com.traffictacos.reservation.worker.sandbox.PlannedReservation;
import com.traffictacos.reservation.worker.sandbox.ReservationGenerator;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Exemplar;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A worker that sends all three signals of OpenTelemetry, until it has stopped, and the collector that takes them. */
class OtlpSignalsIT {

    private static final int EVENTS = 200;
    private static final String PRODUCER_SPAN = "00f067aa0ba902b7";
    private static final Pattern EXEMPLAR =
            Pattern.compile("(\\w+)_bucket\\{.*} \\d+ # \\{span_id=\"(\\w{16})\",trace_id=\"(\\w{32})\"} \\S+ \\S+");
    /** Keys of a line that are no attributes of a record: it has fields of its own for them. */
    private static final Set<String> OWN_FIELDS = Set.of("ts", "level", "msg", "trace_id", "span_id");

    private static final SpanCollector collector = new SpanCollector();
    private static final List<String> bodies = new ArrayList<>();
    private static WorkerFixture fixture;
    private static String page;
    private static String openMetrics;

    @BeforeAll
    static void settleAndStop() throws Exception {
        SandboxWorld world = SandboxWorld.start();
        ReservationGenerator generator = new ReservationGenerator(EventMix.burst(), 51);
        int sent = 0;
        while (sent < EVENTS) {
            String traceId = String.format(Locale.ROOT, "4bf92f3577b34da6a3ce%012x", sent + 1);
            PlannedReservation planned =
                    generator.next(EVENTS - sent).withTraceParent("00-" + traceId + "-" + PRODUCER_SPAN + "-01");
            planned.messages().forEach(message -> bodies.add(message.body()));
            world.generator().send(planned);
            sent += planned.messages().size();
        }
        fixture = WorkerFixture.open(
                "otlp-signals",
                world,
                Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT",
                        collector.endpoint(),
                        "OTEL_METRICS_EXPORTER",
                        "otlp",
                        "OTEL_LOGS_EXPORTER",
                        "otlp",
                        "OTEL_METRIC_EXPORT_INTERVAL",
                        "1000"));
        fixture.awaitEmptyQueue(Duration.ofMinutes(3));
        page = fixture.worker().get("/metrics").orElseThrow();
        openMetrics = openMetrics();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> collector.signals().metrics().containsKey("worker_events_total"));
        fixture.stopAndCheckBalance();
    }

    private static String openMetrics() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(fixture.worker().http().resolve("/metrics"))
                                    .header("Accept", "application/openmetrics-text; version=1.0.0")
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    @AfterAll
    static void close() {
        fixture.close();
        collector.close();
    }

    @Test
    void sendsTheMetricsOfThePageAndNoOther() {
        Set<String> names = page.lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ", -1)[2])
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(collector.signals().metrics().keySet()).isEqualTo(names);
    }

    /** What was counted at the end of the drain, which is later than any export by the interval. */
    @Test
    void sendsTheLastValuesWhenItStops() {
        JsonObject drained = lines().stream()
                .filter(line -> line.getString("msg").equals("worker drained"))
                .findFirst()
                .orElseThrow();

        assertThat(values("worker_balance", "account"))
                .containsEntry("{account=received}", (double) drained.getInt("received"))
                .containsEntry("{account=acknowledged}", (double) drained.getInt("acknowledged"))
                .containsEntry("{account=in_hand}", 0.0);
        assertThat(values("worker_events_total", "type", "outcome").values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .isEqualTo(drained.getInt("received"));
    }

    @Test
    void sendsCountersAndHistogramsAsThePageHasThem() {
        Metric events = collector.signals().metric("worker_events_total");
        assertThat(events.getSum().getIsMonotonic()).isTrue();
        assertThat(events.getSum().getAggregationTemporality())
                .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
        for (NumberDataPoint point : events.getSum().getDataPointsList()) {
            Map<String, String> labels = SignalReceiver.text(point.getAttributesList());
            String series = "worker_events_total{outcome=\"" + labels.get("outcome") + "\",type=\"" + labels.get("type")
                    + "\"} " + point.getAsDouble();
            assertThat(page.lines()).contains(series);
        }
        Metric durations = collector.signals().metric("worker_call_duration_seconds");
        assertThat(durations.getUnit()).isEqualTo("s");
        assertThat(durations.getHistogram().getAggregationTemporality())
                .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
        for (HistogramDataPoint point : durations.getHistogram().getDataPointsList()) {
            assertThat(point.getBucketCountsList().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(point.getCount());
            assertThat(point.getBucketCountsCount()).isEqualTo(point.getExplicitBoundsCount() + 1);
            assertThat(point.getStartTimeUnixNano()).isPositive().isLessThan(point.getTimeUnixNano());
        }
    }

    @Test
    void namesATraceForBucketsOfEveryHistogramOfDeliveries() {
        Set<String> traces = collector.spans().stream()
                .map(span -> span.traceId() + " " + span.spanId())
                .collect(Collectors.toSet());
        Set<String> withExemplar = new TreeSet<>();
        openMetrics.lines().map(EXEMPLAR::matcher).filter(Matcher::matches).forEach(exemplar -> {
            withExemplar.add(exemplar.group(1));
            assertThat(traces).contains(exemplar.group(3) + " " + exemplar.group(2));
        });

        assertThat(withExemplar)
                .contains(
                        "worker_processing_duration_seconds", "worker_latency_seconds", "worker_call_duration_seconds");
        assertThat(page).doesNotContain("trace_id");
    }

    @Test
    void sendsExemplarsWithTheMetrics() {
        List<HistogramDataPoint> points = collector
                .signals()
                .metric("worker_latency_seconds")
                .getHistogram()
                .getDataPointsList();

        assertThat(points).allMatch(point -> point.getExemplarsCount() <= point.getBucketCountsCount());
        assertThat(points.stream().flatMap(point -> point.getExemplarsList().stream()))
                .isNotEmpty()
                .allMatch(exemplar -> hex(exemplar).startsWith("4bf92f3577b34da6a3ce"));
    }

    private static String hex(Exemplar exemplar) {
        return HexFormat.of().formatHex(exemplar.getTraceId().toByteArray());
    }

    @Test
    void sendsTheLinesOfStandardOutputFieldByField() {
        Map<String, JsonObject> printed = lines().stream()
                .filter(line -> line.getString("msg").equals("event settled"))
                .collect(Collectors.toMap(line -> line.getString("message_id"), line -> line, (a, b) -> b));
        Map<String, LogRecord> received = collector.signals().lines().stream()
                .filter(line -> line.getBody().getStringValue().equals("event settled"))
                .collect(Collectors.toMap(line -> fields(line).get("message_id"), line -> line, (a, b) -> b));

        assertThat(received.keySet()).isEqualTo(printed.keySet()).isNotEmpty();
        received.forEach((message, line) -> {
            JsonObject output = Objects.requireNonNull(printed.get(message));
            assertThat(line.getSeverityNumber()).isEqualTo(SeverityNumber.SEVERITY_NUMBER_INFO);
            assertThat(line.getSeverityText()).isEqualTo("info");
            assertThat(line.getTimeUnixNano() / 1_000_000)
                    .isEqualTo(Instant.parse(output.getString("ts")).toEpochMilli());
            assertThat(HexFormat.of().formatHex(line.getTraceId().toByteArray()))
                    .isEqualTo(output.getString("trace_id"));
            assertThat(HexFormat.of().formatHex(line.getSpanId().toByteArray())).isEqualTo(output.getString("span_id"));
            assertThat(fields(line)).isEqualTo(fields(output));
        });
    }

    @Test
    void sendsTheLastLineAndDropsNone() {
        assertThat(collector.signals().lines())
                .extracting(line -> line.getBody().getStringValue())
                .contains("worker started", "worker drained");
        assertThat(values("worker_otlp_log_lines_dropped_total")).containsEntry("{}", 0.0);
        assertThat(values("worker_otlp_export_failures_total", "signal"))
                .hasSize(3)
                .allSatisfy((signal, failures) -> assertThat(failures).isZero());
    }

    @Test
    void sendsNoBody() {
        assertThat(collector.signals().lines())
                .noneMatch(line -> bodies.stream()
                        .anyMatch(body ->
                                line.toString().contains(body) || fields(line).containsValue(body)));
    }

    private static Map<String, String> fields(LogRecord line) {
        return new TreeMap<>(SignalReceiver.text(line.getAttributesList()));
    }

    private static Map<String, String> fields(JsonObject line) {
        Map<String, String> fields = new TreeMap<>();
        line.forEach((key, value) -> {
            if (!OWN_FIELDS.contains(key)) {
                fields.put(key, text(value));
            }
        });
        return fields;
    }

    private static String text(JsonValue value) {
        return value instanceof JsonString string ? string.getString() : value.toString();
    }

    private static List<JsonObject> lines() {
        return fixture.worker().logLines().stream()
                .filter(line -> line.startsWith("{"))
                .map(line -> Json.createReader(new StringReader(line)).readObject())
                .filter(line -> line.containsKey("msg"))
                .toList();
    }

    /** The values of the last export, by the labels that are named. */
    private static Map<String, Double> values(String name, String... labels) {
        Metric metric = collector.signals().metric(name);
        List<NumberDataPoint> points = metric.hasSum()
                ? metric.getSum().getDataPointsList()
                : metric.getGauge().getDataPointsList();
        return points.stream().collect(Collectors.toMap(point -> shown(point, labels), NumberDataPoint::getAsDouble));
    }

    private static String shown(NumberDataPoint point, String... labels) {
        Map<String, String> attributes = SignalReceiver.text(point.getAttributesList());
        assertThat(attributes.keySet()).containsExactlyInAnyOrder(labels);
        return new TreeMap<>(attributes).toString();
    }
}
