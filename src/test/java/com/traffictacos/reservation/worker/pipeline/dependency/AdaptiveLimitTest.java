package com.traffictacos.reservation.worker.pipeline.dependency;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.pipeline.dependency.ServiceSimulation.Result;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In virtual time: a pool, a service with a fixed number of parallel calls, and the queue between them. */
class AdaptiveLimitTest {

    private static final Duration PER_CALL = Duration.ofMillis(40);
    private static final Duration SETTLING_IN = Duration.ofSeconds(10);

    @ParameterizedTest
    @CsvSource({"20, 2", "20, 5", "20, 20", "100, 2", "100, 20", "1000, 100", "3, 1"})
    void settlesWhatTheServiceCanDoAndKeepsItsDeadlines(int pool, int parallel) {
        ServiceSimulation simulation = new ServiceSimulation(pool, parallel, PER_CALL);
        simulation.run(SETTLING_IN);
        Result result = simulation.run(Duration.ofSeconds(60));

        double capacity = Math.min(parallel / 0.04, pool / (0.04 + ServiceSimulation.ELSEWHERE.toNanos() / 1e9));
        assertThat(result.settledPerSecond() / capacity).isGreaterThan(0.9);
        assertThat(result.lateShare()).isLessThan(0.05);
    }

    @Test
    void keepsItsFullWidthWhileTheServiceKeepsUp() {
        ServiceSimulation simulation = new ServiceSimulation(20, 20, PER_CALL);
        simulation.run(Duration.ofSeconds(60));

        assertThat(simulation.smallestLimit()).isEqualTo(20);
    }

    @Test
    void keepsItsWidthWithAServiceThatIsSlowButNotOverloaded() {
        ServiceSimulation simulation = new ServiceSimulation(20, 1_000, Duration.ofMillis(200));
        simulation.run(Duration.ofSeconds(60));

        assertThat(simulation.smallestLimit()).isEqualTo(20);
    }

    @Test
    void followsACapacityThatChanges() {
        ServiceSimulation simulation = new ServiceSimulation(20, 1_000, PER_CALL);
        simulation.run(SETTLING_IN);
        for (int parallel : new int[] {2, 5, 1, 10, 2}) {
            simulation.change(parallel, PER_CALL);
            simulation.run(SETTLING_IN);
            Result result = simulation.run(Duration.ofSeconds(20));
            assertThat(result.settledPerSecond() / (parallel / 0.04))
                    .as("%s at a time", parallel)
                    .isGreaterThan(0.9);
            assertThat(result.lateShare()).as("%s at a time", parallel).isLessThan(0.05);
        }
    }

    @ParameterizedTest
    @CsvSource({"20", "100", "1000"})
    void isBackAtFullWidthWithinTenSecondsAfterTheServiceGotFast(int pool) {
        ServiceSimulation simulation = new ServiceSimulation(pool, 1, PER_CALL);
        simulation.run(Duration.ofSeconds(30));
        assertThat(simulation.limit()).isLessThan(10);

        simulation.change(10_000, PER_CALL);
        simulation.run(Duration.ofSeconds(10));
        assertThat(simulation.limit()).isEqualTo(pool);
    }

    @Test
    void comesBackAfterAServiceThatHung() {
        ServiceSimulation simulation = new ServiceSimulation(20, 1_000, Duration.ofSeconds(2));
        simulation.run(Duration.ofSeconds(20));
        assertThat(simulation.limit()).isEqualTo(1);

        simulation.change(1_000, PER_CALL);
        simulation.run(Duration.ofSeconds(10));
        assertThat(simulation.limit()).isEqualTo(20);
    }

    @Test
    void recoversItsWidthWithAServiceThatHasBecomeSlowForGood() {
        ServiceSimulation simulation = new ServiceSimulation(20, 1_000, Duration.ofMillis(20));
        simulation.run(SETTLING_IN);
        simulation.change(1_000, Duration.ofMillis(180));
        simulation.run(Duration.ofSeconds(20));

        assertThat(simulation.limit()).isEqualTo(20);
    }

    @Test
    void isNotShrunkByOneReservationWhoseCallsAreAlwaysLate() {
        AdaptiveLimit limit = new AdaptiveLimit(20, Duration.ofMillis(250), 0);
        long now = 0;
        for (int call = 0; call < 1_000; call++) {
            now += Duration.ofMillis(250).toNanos();
            limit.late("slow", now - Duration.ofMillis(250).toNanos(), now);
        }

        assertThat(limit.limit()).isEqualTo(20);
    }
}
