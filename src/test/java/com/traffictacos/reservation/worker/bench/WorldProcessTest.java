package com.traffictacos.reservation.worker.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.bench.WorldProcess.Progress;
import org.junit.jupiter.api.Test;

class WorldProcessTest {

    private static final Progress EARLIER = new Progress(100, 50, 20);

    @Test
    void takesDeletesAloneForProgress() {
        assertThat(new Progress(100, 51, 20).isBeyond(EARLIER)).isTrue();
        assertThat(new Progress(160, 50, 26).isBeyond(EARLIER)).isFalse();
        assertThat(EARLIER.isBeyond(EARLIER)).isFalse();
    }
}
