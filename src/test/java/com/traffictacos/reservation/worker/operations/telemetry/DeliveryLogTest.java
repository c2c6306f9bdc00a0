package com.traffictacos.reservation.worker.operations.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.EventHeader;
import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.event.ReservationExpired;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.event.TraceParent;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryBalance;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryResult;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryResult.DeliveryReport;
import com.traffictacos.reservation.worker.pipeline.delivery.Disposition;
import com.traffictacos.reservation.worker.pipeline.delivery.Outcome;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.pipeline.delivery.WorkerObserver.SettleAction;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveryLogTest {

    private static final ReceivedMessage MESSAGE = new ReceivedMessage(
            "m-1", "handle", "{\"card\":\"4111\"}", 3, Instant.EPOCH, Map.of(), Optional.empty(), Optional.empty());

    private static final ReservationExpired EVENT = new ReservationExpired(
            EventHeader.NONE, new ReservationId("rsv"), new ConcertId("concert"), SeatSelection.ofQuantity(1));

    private final List<String> lines = new ArrayList<>();
    private final DeliveryLog log = new DeliveryLog();

    @BeforeEach
    void capture() {
        JsonLog.setSink(lines::add);
    }

    @AfterEach
    void restore() {
        JsonLog.setSink(System.out::println);
    }

    @Test
    void tellsWhatBecameOfAnEvent() {
        log.concluded(settlement(new Disposition.Acknowledge(Outcome.SUCCESS), Optional.empty()), Outcome.SUCCESS);

        JsonObject line = parsed();
        assertThat(line.getString("level")).isEqualTo("info");
        assertThat(line.getString("event_type")).isEqualTo("reservation.expired");
        assertThat(line.getString("reservation_id")).isEqualTo("rsv");
        assertThat(line.getString("event_id")).isEqualTo("concert");
        assertThat(line.getString("trace_id")).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(line.getString("outcome")).isEqualTo("success");
        assertThat(line.getInt("attempt")).isEqualTo(3);
        assertThat(line.getInt("duration_ms")).isEqualTo(85);
    }

    @Test
    void tellsWhyAnEventWasDeadLettered() {
        log.concluded(
                settlement(
                        new Disposition.SendToDeadLetterQueue(
                                FailureReason.PAID_BUT_NOT_HELD, "gone", Outcome.DOWNSTREAM_ERROR),
                        Optional.of(new PermanentFailure(FailureReason.PAID_BUT_NOT_HELD, "gone"))),
                Outcome.DOWNSTREAM_ERROR);

        JsonObject line = parsed();
        assertThat(line.getString("level")).isEqualTo("error");
        assertThat(line.getString("failure_reason")).isEqualTo("paid_but_not_held");
        assertThat(line.getString("error")).contains("PermanentFailure").contains("gone");
    }

    @Test
    void tellsWhenARetryIsDue() {
        log.concluded(settlement(new Disposition.RetryAfter(Duration.ofSeconds(4)), Optional.empty()), Outcome.RETRIED);

        assertThat(parsed().getString("level")).isEqualTo("warn");
        assertThat(parsed().getInt("retry_in_s")).isEqualTo(4);
    }

    @Test
    void neverTellsTheBody() {
        log.concluded(settlement(new Disposition.Release(), Optional.empty()), Outcome.DROPPED);
        log.settleFailed(SettleAction.DELETE, MESSAGE, "AccessDenied", "no");
        log.leaseLost(MESSAGE, "MessageNotInflight");
        log.receiveFailed(new IllegalStateException("refused"), Duration.ofSeconds(1));

        assertThat(lines).hasSize(4).noneMatch(line -> line.contains("4111"));
    }

    @Test
    void tellsTheBalanceWhenTheWorkerHasStopped() {
        log.drained(new DeliveryBalance(10, 5, 2, 1, 1, 1), Duration.ofMillis(7));

        JsonObject line = parsed();
        assertThat(line.getInt("received")).isEqualTo(10);
        assertThat(line.getInt("unaccounted")).isZero();
    }

    private static DeliveryResult settlement(Disposition disposition, Optional<Throwable> failure) {
        return new DeliveryResult(
                MESSAGE,
                disposition,
                new DeliveryReport(
                        EventType.RESERVATION_EXPIRED,
                        Optional.of(EVENT),
                        Optional.of(new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true)),
                        1,
                        Duration.ofMillis(85),
                        Optional.empty(),
                        failure));
    }

    private JsonObject parsed() {
        try (var reader = Json.createReader(new StringReader(lines.getFirst()))) {
            return reader.readObject();
        }
    }
}
