package com.traffictacos.reservation.worker.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.traffictacos.reservation.worker.bench.Calculation.Cpu;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CalculationTest {

    /** 1,000 events in 10 s, of which the middle 800 took 6 s; 100 ms of calls an event. */
    private static final WorldFigures SEEN = new WorldFigures(
            1_000,
            7,
            0,
            Map.of("ReceiveMessage", 120L, "DeleteMessageBatch", 100L, "ChangeMessageVisibilityBatch", 5L),
            Duration.ofSeconds(100),
            List.of(Duration.ofMillis(5_000), Duration.ofMillis(9_000), Duration.ofMillis(9_900)),
            List.of(Duration.ofMillis(150), Duration.ofMillis(200), Duration.ofMillis(250)),
            Optional.of(Instant.EPOCH),
            List.of(Duration.ofMillis(500), Duration.ofSeconds(2), Duration.ofSeconds(8), Duration.ofSeconds(10)));

    private static final Map<BenchFigure, Double> FIGURES = Calculation.ofRun(
            SEEN,
            20,
            new Cpu(Duration.ofSeconds(4), Duration.ofSeconds(1)),
            new Cpu(Duration.ofSeconds(2), Duration.ofSeconds(1)),
            2);

    @Test
    void takesThroughputFromTheFirstDeliveryToTheLastDelete() {
        assertThat(FIGURES).containsEntry(BenchFigure.EVENTS_PER_SECOND, 100.0);
        assertThat(figure(BenchFigure.MIDDLE_EVENTS_PER_SECOND)).isCloseTo(800 / 6.0, within(1e-9));
    }

    @Test
    void setsTheCeilingByThePoolAndTheTimeOfTheCalls() {
        assertThat(figure(BenchFigure.CEILING)).isCloseTo(200, within(1e-9));
        assertThat(figure(BenchFigure.SHARE_OF_CEILING)).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void setsTheLimitByCpuByWhatBothProgramsUse() {
        assertThat(figure(BenchFigure.CPU_LIMIT)).isCloseTo(400, within(1e-9));
        assertThat(figure(BenchFigure.SHARE_OF_LIMIT)).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void takesTheCallsOwnTimeFromReceiveToDelete() {
        assertThat(figure(BenchFigure.DOWNSTREAM_MS_PER_EVENT)).isCloseTo(100, within(1e-9));
        assertThat(figure(BenchFigure.RECEIVE_P50_BESIDE_CALLS)).isCloseTo(50, within(1e-9));
        assertThat(figure(BenchFigure.RECEIVE_P99_BESIDE_CALLS)).isCloseTo(150, within(1e-9));
    }

    @Test
    void showsMemoryInMebibytes() {
        ProcessFigures process =
                new ProcessFigures(Duration.ofMillis(2_500), 400L << 20, 300L << 20, 200L << 20, 100L << 20);

        assertThat(Calculation.ofStart(process))
                .containsEntry(BenchFigure.SETTLED_CPU_S, 2.5)
                .containsEntry(BenchFigure.ANONYMOUS_AFTER_START_MB, 200.0)
                .containsEntry(BenchFigure.FILE_AFTER_START_MB, 100.0);
        assertThat(Calculation.ofMemory(process, 250L << 20))
                .containsEntry(BenchFigure.PEAK_MB, 400.0)
                .containsEntry(BenchFigure.RESIDENT_MB, 300.0)
                .containsEntry(BenchFigure.ANONYMOUS_MOST_MB, 250.0);
    }

    @Test
    void sharesOutCpu() {
        assertThat(figure(BenchFigure.WORKER_CPU_MS_PER_EVENT)).isCloseTo(4, within(1e-9));
        assertThat(figure(BenchFigure.WORKER_CPU_MS_PER_EVENT_MIDDLE)).isCloseTo(2.5, within(1e-9));
        assertThat(figure(BenchFigure.WORLD_CPU_MS_PER_EVENT)).isCloseTo(1, within(1e-9));
        assertThat(figure(BenchFigure.WORKER_CPU_SHARE)).isCloseTo(0.2, within(1e-9));
        assertThat(figure(BenchFigure.WORLD_CPU_SHARE)).isCloseTo(0.05, within(1e-9));
    }

    @Test
    void countsRequestsByKind() {
        assertThat(figure(BenchFigure.REQUESTS_PER_EVENT)).isCloseTo(0.225, within(1e-9));
        assertThat(figure(BenchFigure.RECEIVES_PER_EVENT)).isCloseTo(0.12, within(1e-9));
        assertThat(figure(BenchFigure.DELETES_PER_EVENT)).isCloseTo(0.1, within(1e-9));
        assertThat(figure(BenchFigure.OTHERS_PER_EVENT)).isCloseTo(0.005, within(1e-9));
    }

    @Test
    void hasNoCeilingWhereCallsTakeNoTime() {
        WorldFigures instant = new WorldFigures(
                1_000, 0, 0, Map.of(), Duration.ZERO, SEEN.send(), SEEN.receive(), SEEN.firstReceive(), SEEN.course());
        Cpu cpu = new Cpu(Duration.ofSeconds(1), Duration.ofSeconds(1));

        assertThat(Calculation.ofRun(instant, 20, cpu, cpu, 2)).containsEntry(BenchFigure.SHARE_OF_CEILING, 0.0);
    }

    @Test
    void reckonsIdlenessByTheMinute() {
        assertThat(Calculation.ofIdleness(Duration.ofSeconds(30), 2, Duration.ofMillis(150)))
                .containsEntry(BenchFigure.IDLE_RECEIVES_PER_MINUTE, 4.0)
                .containsEntry(BenchFigure.IDLE_CPU_PERCENT, 0.5);
    }

    @Test
    void findsTheMedian() {
        assertThat(Calculation.median(3, 1, 2)).isEqualTo(2);
        assertThat(Calculation.median(4, 1, 3, 2)).isEqualTo(2.5);
        assertThat(Calculation.median(7)).isEqualTo(7);
        assertThatIllegalArgumentException().isThrownBy(Calculation::median);
    }

    private static double figure(BenchFigure figure) {
        return FIGURES.getOrDefault(figure, Double.NaN);
    }
}
