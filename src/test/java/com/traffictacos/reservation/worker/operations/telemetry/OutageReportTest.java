package com.traffictacos.reservation.worker.operations.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.EventFailure;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.CallObserver;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.operations.reservation.RecentOutcomes;
import com.traffictacos.reservation.worker.operations.telemetry.tracing.OpenTelemetryTracing;
import com.traffictacos.reservation.worker.pipeline.dependency.ConcurrencyLimits;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyOutages;
import com.traffictacos.reservation.worker.pipeline.dependency.GuardedCall;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import com.traffictacos.reservation.worker.platform.telemetry.TracingSwitch;
import io.opentelemetry.api.OpenTelemetry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators learn of an outage: one log line and one count when it begins, one line when it ends. */
class OutageReportTest {

    private static final ServiceCall PATCH = ServiceCall.CHANGE_RESERVATION;
    private static final int MANY = 50;

    private final Metrics metrics = new Metrics(false);
    private final List<String> lines = new ArrayList<>();
    private final DependencyOutages outages = new DependencyOutages(
            new TelemetryObserver(
                    new DeliveryMetrics(metrics, Clock.systemUTC()),
                    new QueueMetrics(metrics),
                    new OutageMetrics(metrics),
                    new OpenTelemetryTracing(
                            new TracingSwitch(false),
                            OpenTelemetry.noop(),
                            new Settings.Queue(
                                    URI.create("http://127.0.0.1/queue"),
                                    Optional.empty(),
                                    Duration.ZERO,
                                    Duration.ofSeconds(30))),
                    new RecentOutcomes(
                            new Settings.ReservationOverview(0, Optional.empty(), Optional.empty()),
                            Clock.systemUTC())),
            Clock.systemUTC(),
            failures -> Duration.ofHours(1));
    private final GuardedCall guarded = new GuardedCall(
            outages, new ConcurrencyLimits(20, Duration.ofMinutes(1), Duration.ofMinutes(1)), CallObserver.NONE);

    @BeforeEach
    void capture() {
        JsonLog.setSink(lines::add);
    }

    @AfterEach
    void restore() {
        JsonLog.setSink(JsonLog.STANDARD_OUTPUT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"401", "403", "404", "405", "UNIMPLEMENTED"})
    void tellsOfServiceThatRefusesEveryCall(String refusal) {
        callForMany(PermanentFailure.ofCaller(
                FailureReason.RESERVATION_REJECTED, "reservation-api: PATCH answered " + refusal, refusal, null));

        assertThat(counted()).containsExactly(Map.entry("reservation-api/change_reservation/refusing", 1.0));
        JsonObject line = onlyLine();
        assertThat(line.getString("level")).isEqualTo("warn");
        assertThat(line.getString("msg"))
                .contains("refuses every call")
                .contains("address")
                .contains("rights");
        assertThat(line.getString("dependency")).isEqualTo("reservation-api");
        assertThat(line.getString("operation")).isEqualTo("change_reservation");
        assertThat(line.getString("error")).contains(refusal);
    }

    @Test
    void tellsOfServiceThatIsDown() {
        callForMany(new TransientFailure(Dependency.RESERVATION_API, "PATCH answered 503"));

        assertThat(counted()).containsExactly(Map.entry("reservation-api/change_reservation/failing", 1.0));
        assertThat(onlyLine().getString("msg")).contains("is down").doesNotContain("refuses");
        assertThat(onlyLine().getString("error")).contains("503");
    }

    @Test
    void tellsWhenServiceThatRefusedIsBack() {
        callForMany(PermanentFailure.ofCaller(FailureReason.RESERVATION_REJECTED, "answered 401", "401", null));
        lines.clear();
        outages.succeeded(PATCH);

        assertThat(onlyLine().getString("msg")).isEqualTo("the service is back");
        assertThat(onlyLine().getString("operation")).isEqualTo("change_reservation");
        assertThat(onlyLine().containsKey("duration_ms")).isTrue();
    }

    /** Every series is there from the start, at zero, so that the first outage shows in a rate. */
    @Test
    void hasSeriesOfEveryOperationFromTheStart() {
        assertThat(series())
                .hasSize(2 * ServiceCall.values().length)
                .containsEntry("inventory/release_hold/refusing", 0.0)
                .containsEntry("reservation-api/read_reservation/failing", 0.0);
    }

    private void callForMany(EventFailure failure) {
        IntStream.range(0, MANY)
                .forEach(reservation -> assertThat(catchThrowable(
                                () -> guarded.make(PATCH, new ReservationId("rsv-" + reservation), () -> {
                                    throw failure;
                                })))
                        .isInstanceOf(EventFailure.class));
    }

    private JsonObject onlyLine() {
        assertThat(lines).hasSize(1);
        try (var reader = Json.createReader(new StringReader(lines.getFirst()))) {
            return reader.readObject();
        }
    }

    private Map<String, Double> counted() {
        Map<String, Double> counted = series();
        counted.values().removeIf(count -> count == 0);
        return counted;
    }

    /** By the labels dependency, operation and kind. */
    private Map<String, Double> series() {
        Map<String, Double> series = new TreeMap<>();
        metrics.now().stream()
                .filter(metric -> metric.getMetadata().getName().equals("worker_outages"))
                .map(CounterSnapshot.class::cast)
                .flatMap(counter -> counter.getDataPoints().stream())
                .forEach(point -> series.put(
                        String.join(
                                "/",
                                point.getLabels().get("dependency"),
                                point.getLabels().get("operation"),
                                point.getLabels().get("kind")),
                        point.getValue()));
        return series;
    }
}
