package com.traffictacos.reservation.worker.operations.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.EventHeader;
import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.event.ReservationExpired;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryResult;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryResult.DeliveryReport;
import com.traffictacos.reservation.worker.pipeline.delivery.Disposition;
import com.traffictacos.reservation.worker.pipeline.delivery.Outcome;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Times that producers and emulators send: Go's zero time, the epoch, the year 9999, and any other. */
class AbsurdTimesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final double FOUR_WEEKS = Duration.ofDays(28).toSeconds();

    private final Metrics registry = new Metrics(false);
    private final DeliveryMetrics metrics = new DeliveryMetrics(registry, Clock.fixed(NOW, ZoneOffset.UTC));
    private final DeliveryLog log = new DeliveryLog();
    private final List<String> lines = new ArrayList<>();

    @BeforeEach
    void capture() {
        JsonLog.setSink(lines::add);
    }

    @AfterEach
    void restore() {
        JsonLog.setSink(JsonLog.STANDARD_OUTPUT);
    }

    static Stream<Instant> absurd() {
        return Stream.concat(
                Stream.of(
                        Instant.MIN,
                        Instant.parse("-9999-01-01T00:00:00Z"),
                        Instant.parse("0001-01-01T00:00:00Z"),
                        Instant.parse("1700-01-01T00:00:00Z"),
                        Instant.EPOCH,
                        Instant.parse("9999-12-31T23:59:59Z"),
                        Instant.ofEpochMilli(Long.MIN_VALUE),
                        Instant.ofEpochMilli(Long.MAX_VALUE),
                        Instant.MAX),
                new Random(16)
                        .longs(200, Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond())
                        .mapToObj(Instant::ofEpochSecond));
    }

    @ParameterizedTest
    @MethodSource("absurd")
    void countsAndLogsWhateverTheTimes(Instant time) {
        DeliveryResult settlement = settlement(time, time);
        assertThatNoException().isThrownBy(() -> {
            metrics.disposed(settlement);
            metrics.concluded(settlement, Outcome.SUCCESS);
            log.concluded(settlement, Outcome.SUCCESS);
            JsonLog.of(AbsurdTimesTest.class).info("time", fields -> fields.with("time", time));
        });
        assertThat(metrics.ended(EventType.RESERVATION_EXPIRED, Outcome.SUCCESS))
                .isEqualTo(1);
        assertThat(sum(metrics.latency())).isBetween(0.0, FOUR_WEEKS);
        assertThat(settleDelays()).as("no delay is known").isZero();
        assertThat(lines).hasSize(2);
    }

    @Test
    void takesAProducersClockThatIsALittleAhead() {
        metrics.disposed(settlement(NOW, NOW.plusSeconds(3)));
        metrics.disposed(settlement(NOW, NOW.minusSeconds(90)));

        assertThat(settleDelays()).isEqualTo(2);
    }

    private long settleDelays() {
        return registry.now().stream()
                .filter(snapshot -> snapshot.getMetadata().getName().equals("reservation_settle_delay_seconds"))
                .map(HistogramSnapshot.class::cast)
                .flatMap(histogram -> histogram.getDataPoints().stream())
                .mapToLong(HistogramSnapshot.HistogramDataPointSnapshot::getCount)
                .sum();
    }

    private static double sum(HistogramSnapshot histogram) {
        return histogram.getDataPoints().stream()
                .mapToDouble(HistogramSnapshot.HistogramDataPointSnapshot::getSum)
                .sum();
    }

    private static DeliveryResult settlement(Instant sentAt, Instant occurredAt) {
        ReceivedMessage message =
                new ReceivedMessage("m", "handle", "{}", 1, sentAt, Map.of(), Optional.empty(), Optional.empty());
        ReservationExpired event = new ReservationExpired(
                new EventHeader(Optional.of("evt"), Optional.of(occurredAt)),
                new ReservationId("rsv"),
                new ConcertId("concert"),
                SeatSelection.ofQuantity(1));
        return new DeliveryResult(
                message,
                new Disposition.Acknowledge(Outcome.SUCCESS),
                new DeliveryReport(
                        EventType.RESERVATION_EXPIRED,
                        Optional.of(event),
                        Optional.empty(),
                        1,
                        Duration.ofMillis(5),
                        Optional.empty(),
                        Optional.empty()));
    }
}
