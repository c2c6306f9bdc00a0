package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.fixture.BadHttpServer;
import com.traffictacos.reservation.worker.sandbox.AnsweredCall;
import com.traffictacos.reservation.worker.sandbox.EventMix;
import com.traffictacos.reservation.worker.sandbox.ReservationGenerator;
import com.traffictacos.reservation.worker.sandbox.ReservationScript;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A reservation API that is slow: within what the settings allow, for as many as there are workers, and beyond it. */
@Execution(ExecutionMode.CONCURRENT)
class SlowReservationApiIT {

    private static final int POOL = 200;

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void hasAsManyCallsUnderWayAsThereAreWorkers() {
        SandboxWorld world = SandboxWorld.start();
        world.reservationApi().conditions().setLatency("GET", Duration.ofSeconds(6));
        world.generator().send(new ReservationGenerator(EventMix.of(ReservationScript.EXPIRES), 7), POOL);
        try (WorkerFixture fixture = WorkerFixture.open(
                "slow-reservation-api",
                world,
                Map.of("WORKER_CONCURRENCY", String.valueOf(POOL), "RESERVATION_TIMEOUT_MS", "30000"))) {
            fixture.awaitEmptyQueue(Duration.ofMinutes(2));

            assertThat(world.findings().wrong()).isEmpty();
            assertThat(mostAtOnce(world.reservationApi().journal().calls())).isEqualTo(POOL);
            fixture.stopAndCheckBalance();
        }
    }

    /** Longer than the fifteen seconds that were once a constant beside the settings. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void waitsAsLongAsTheSettingsSay() {
        SandboxWorld world = SandboxWorld.start();
        world.reservationApi().conditions().setLatency("PATCH", Duration.ofSeconds(16));
        world.generator().send(new ReservationGenerator(EventMix.of(ReservationScript.IS_PAID), 7), 3);
        try (WorkerFixture fixture =
                WorkerFixture.open("long-calls", world, Map.of("RESERVATION_TIMEOUT_MS", "30000"))) {
            fixture.awaitEmptyQueue(Duration.ofMinutes(2));

            assertThat(world.findings().wrong()).isEmpty();
            assertThat(world.inventory().journal().calls()).hasSize(3);
            fixture.stopAndCheckBalance();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Execution(ExecutionMode.SAME_THREAD)
    void endsCallsThatDoNotEndByThemselves(BadHttpServer.Manner manner) {
        SandboxWorld world = SandboxWorld.start();
        world.generator().send(new ReservationGenerator(EventMix.of(ReservationScript.EXPIRES), 7), 1);
        try (BadHttpServer api = BadHttpServer.start(manner);
                WorkerFixture fixture = WorkerFixture.open(
                        "bad-answers",
                        world,
                        Map.of(
                                "RESERVATION_API_BASE",
                                api.base().toString(),
                                "RESERVATION_TIMEOUT_MS",
                                "1000",
                                "MAX_RETRIES",
                                "0"))) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(api.closedAfter()).hasSizeGreaterThanOrEqualTo(3));
            assertThat(fixture.worker().get("/health/live")).isPresent();
            assertThat(api.closedAfter())
                    .allSatisfy(closed -> assertThat(closed).isLessThan(Duration.ofSeconds(5)));
        }
    }

    private static long mostAtOnce(List<AnsweredCall> calls) {
        return calls.stream()
                .map(AnsweredCall::at)
                .mapToLong(moment ->
                        calls.stream().filter(call -> isUnderWay(call, moment)).count())
                .max()
                .orElse(0);
    }

    private static boolean isUnderWay(AnsweredCall call, Instant moment) {
        return !call.at().isAfter(moment) && call.at().plus(call.took()).isAfter(moment);
    }
}
