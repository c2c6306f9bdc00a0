package com.traffictacos.reservation.worker.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoalTest {

    @ParameterizedTest
    @CsvSource({
        "saturate, EVENTS_PER_SECOND, 2500, aim",
        "saturate, EVENTS_PER_SECOND, 1500, ok",
        "saturate, EVENTS_PER_SECOND, 1499.9, MISSED",
        "saturate, WORKER_CPU_MS_PER_EVENT, 0.6, aim",
        "saturate, WORKER_CPU_MS_PER_EVENT, 1.2, ok",
        "saturate, WORKER_CPU_MS_PER_EVENT, 1.201, MISSED",
        "burst, SHARE_OF_CEILING, 0.9, ok",
        "burst, REQUESTS_PER_EVENT, 0.2201, ok",
        "outage, REDELIVERIES, 101, MISSED"
    })
    void judgesByBoundAndAim(String scenario, Figure figure, double value, String verdict) {
        assertThat(Goal.of(scenario, figure).orElseThrow().verdict(value)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"rtt, PEAK_MB", "scale-20, SHARE_OF_LIMIT"})
    void hasNoGoalForEveryFigure(String scenario, Figure figure) {
        assertThat(Goal.of(scenario, figure)).isEmpty();
    }
}
