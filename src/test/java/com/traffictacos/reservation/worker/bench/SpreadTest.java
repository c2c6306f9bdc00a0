package com.traffictacos.reservation.worker.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void knowsTheMedianAndTheEnds() {
        assertThat(Spread.of(3, 9, 4)).contains(new Spread(4, 3, 9, 3));
        assertThat(Spread.of(8, 2)).contains(new Spread(5, 2, 8, 2));
        assertThat(Spread.of()).isEmpty();
    }

    @Test
    void showsARangeOfSeveralRunsAlone() {
        assertThat(Spread.of(0.51, 0.493, 0.5).orElseThrow().range(BenchFigure.SHARE_OF_CEILING))
                .isEqualTo("0.493-0.510");
        assertThat(Spread.of(0.5).orElseThrow().range(BenchFigure.SHARE_OF_CEILING))
                .isEmpty();
    }
}
