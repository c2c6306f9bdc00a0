package com.traffictacos.reservation.worker.pipeline.settle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchLingerTest {

    @ParameterizedTest
    @CsvSource({
        "0, 20, 30",
        "5, 20, 30",
        "10, 20, 30",
        "12, 20, 66.666667",
        "13, 20, 85",
        "20, 20, 85",
        "30, 20, 85",
        "1, 1, 85"
    })
    void growsWithTheShareOfWorkersThatAreAtWork(int inFlight, int workers, double millis) {
        assertThat(BatchLinger.of(inFlight, workers)).isEqualTo(Duration.ofNanos(Math.round(millis * 1e6)));
    }
}
