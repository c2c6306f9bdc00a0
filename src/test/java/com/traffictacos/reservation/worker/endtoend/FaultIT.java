package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.faults.Scale;
import com.traffictacos.reservation.worker.faults.Scenario;
import com.traffictacos.reservation.worker.faults.ScenarioResult;
import com.traffictacos.reservation.worker.faults.Scenarios;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scenarios of the fault suite with small numbers: what must be right on any machine, however busy. */
class FaultIT {

    private static final long SEED = 1;

    static Stream<Scenario> scenarios() {
        return Scenarios.brief().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void comesThrough(Scenario scenario) {
        assertThat(ScenarioResult.of(scenario, Scale.BRIEF, SEED).missed())
                .as(scenario.name())
                .isEmpty();
    }
}
