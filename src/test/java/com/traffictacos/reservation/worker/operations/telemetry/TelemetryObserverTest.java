package com.traffictacos.reservation.worker.operations.telemetry;

import static com.traffictacos.reservation.worker.operations.reservation.OverviewFixture.RESERVATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.CallObserver;
import com.traffictacos.reservation.worker.operations.reservation.EndedDelivery;
import com.traffictacos.reservation.worker.operations.reservation.OverviewFixture;
import com.traffictacos.reservation.worker.operations.reservation.RecentOutcome;
import com.traffictacos.reservation.worker.operations.telemetry.tracing.OpenTelemetryTracing;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryResult;
import com.traffictacos.reservation.worker.pipeline.delivery.Disposition;
import com.traffictacos.reservation.worker.pipeline.delivery.GuardedObserver;
import com.traffictacos.reservation.worker.pipeline.delivery.Outcome;
import com.traffictacos.reservation.worker.pipeline.delivery.WorkerObserver;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import com.traffictacos.reservation.worker.platform.telemetry.TracingSwitch;
import io.opentelemetry.api.OpenTelemetry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ends of deliveries are remembered for operators, with the reasons that metrics and dead letters use. */
class TelemetryObserverTest {

    private final List<String> lines = new ArrayList<>();
    private final OverviewFixture fixture = new OverviewFixture(OverviewFixture::confirmed, OverviewFixture.WITH_LINKS);
    private final Metrics metrics = new Metrics(false);
    private final WorkerObserver observer = new GuardedObserver(
            new TelemetryObserver(
                    new DeliveryMetrics(metrics, fixture.clock),
                    new QueueMetrics(metrics),
                    new OutageMetrics(metrics),
                    new OpenTelemetryTracing(
                            new TracingSwitch(false),
                            OpenTelemetry.noop(),
                            new Settings.Queue(
                                    URI.create("http://127.0.0.1/queue"),
                                    Optional.empty(),
                                    Duration.ZERO,
                                    Duration.ofSeconds(60))),
                    fixture.outcomes),
            CallObserver.NONE,
            new UnexpectedFailures());

    @BeforeEach
    void capture() {
        JsonLog.setSink(lines::add);
    }

    @AfterEach
    void restore() {
        JsonLog.setSink(JsonLog.STANDARD_OUTPUT);
        fixture.close();
    }

    @Test
    void remembersWhyADeliveryEndedAsItDid() {
        conclude(new Disposition.Acknowledge(Outcome.SUCCESS), Optional.empty());
        conclude(
                new Disposition.RetryAfter(Duration.ofSeconds(1)),
                Optional.of(new TransientFailure(Dependency.INVENTORY, "UNAVAILABLE")));
        conclude(new Disposition.RetryAfter(Duration.ofSeconds(1)), Optional.empty());
        conclude(
                new Disposition.SendToDeadLetterQueue(
                        FailureReason.PAID_BUT_NOT_HELD, "gone", Outcome.DOWNSTREAM_ERROR),
                Optional.empty());
        conclude(new Disposition.Release(), Optional.empty());

        assertThat(fixture.reader.read(RESERVATION).outcomes().newest())
                .extracting(RecentOutcome::outcome, RecentOutcome::reason)
                .containsExactlyInAnyOrder(
                        tuple(Outcome.SUCCESS, ""),
                        tuple(Outcome.RETRIED, "transient"),
                        tuple(Outcome.RETRIED, "redelivered"),
                        tuple(Outcome.DOWNSTREAM_ERROR, "paid_but_not_held"),
                        tuple(Outcome.DROPPED, ""));
        assertThat(lines).hasSize(5);
    }

    private void conclude(Disposition disposition, Optional<Throwable> failure) {
        DeliveryResult settlement = EndedDelivery.of(RESERVATION.value(), disposition, failure);
        observer.concluded(settlement, disposition.outcome());
    }
}
