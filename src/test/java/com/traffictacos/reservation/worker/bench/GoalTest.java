package com.traffictacos.reservation.worker.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoalTest {

    @ParameterizedTest
    @CsvSource({
        "burst, SHARE_OF_CEILING, 0.97, aim",
        "burst, SHARE_OF_CEILING, 0.93, ok",
        "burst, SHARE_OF_CEILING, 0.929, MISSED",
        "burst, REQUESTS_PER_EVENT, 0.2201, ok",
        "steady-100, RECEIVE_P50_BESIDE_CALLS, 30, aim",
        "steady-100, RECEIVE_P50_BESIDE_CALLS, 45.4, ok",
        "steady-100, RECEIVE_P99_BESIDE_CALLS, 151, MISSED",
        "steady-100, REQUESTS_PER_EVENT, 0.401, MISSED",
        "saturate, REDELIVERIES, 0, aim",
        "saturate, REDELIVERIES, 1, MISSED",
        "outage, REDELIVERIES, 101, MISSED",
        "scale-200, SHARE_OF_LIMIT, 0.85, ok"
    })
    void judgesTheWorkersOwnFigure(String scenario, BenchFigure figure, double value, String verdict) {
        Goal goal = Goal.of(scenario, figure, false).orElseThrow();

        assertThat(goal.verdict(value, OptionalDouble.empty())).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({
        "cold, START_TO_READY_S, 0.4, aim",
        "cold, START_TO_READY_S, 0.654, ok",
        "cold, START_TO_READY_S, 0.66, MISSED",
        "saturate, EVENTS_PER_SECOND, 3.0, aim",
        "saturate, EVENTS_PER_SECOND, 2.0, ok",
        "saturate, EVENTS_PER_SECOND, 1.99, MISSED",
        "rtt, EVENTS_PER_SECOND, 2.3, ok",
        "steady-100, REQUESTS_PER_EVENT, 1.2, MISSED",
        "steady-100, ANONYMOUS_MOST_MB, 0.5, aim"
    })
    void judgesTheRatioToAPeer(String scenario, BenchFigure figure, double ratio, String verdict) {
        Goal goal = Goal.of(scenario, figure, true).orElseThrow();

        assertThat(goal.verdict(1, OptionalDouble.of(ratio))).isEqualTo(verdict);
    }

    @Test
    void showsTheGoalOfARatioWithoutJudgingItWhereThereIsNoPeer() {
        Goal goal = Goal.of("saturate", BenchFigure.EVENTS_PER_SECOND, false).orElseThrow();

        assertThat(goal.shownBound()).isEqualTo("x2");
        assertThat(goal.shownAim()).isEqualTo("x3");
        assertThat(goal.verdict(10_000, OptionalDouble.empty())).isEqualTo("no peer");
    }

    @Test
    void judgesWhatHasNoRatioByItselfBesideAPeer() {
        Goal goal = Goal.of("burst", BenchFigure.SHARE_OF_CEILING, true).orElseThrow();

        assertThat(goal.verdict(0.95, OptionalDouble.of(3))).isEqualTo("ok");
    }

    @ParameterizedTest
    @CsvSource({"rtt, PEAK_MB", "scale-20, SHARE_OF_LIMIT"})
    void hasNoGoalForEveryFigure(String scenario, BenchFigure figure) {
        assertThat(Goal.of(scenario, figure, true)).isEmpty();
    }
}
