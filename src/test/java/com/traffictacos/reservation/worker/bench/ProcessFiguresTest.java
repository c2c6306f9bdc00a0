package com.traffictacos.reservation.worker.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessFiguresTest {

    private static final String STAT =
            "4711 (a (very) odd name) S 1 4711 4711 0 -1 4194304 9000 0 3 0 1234 66 7 8 20 0 61"
                    + " 0 12345 2500000000 60000 18446744073709551615";

    private static final String STATUS = """
            Name:\tjava
            VmPeak:\t 2500000 kB
            VmHWM:\t  307200 kB
            VmRSS:\t  204800 kB
            Threads:\t61
            """;

    @Test
    void addsUserAndSystemTime() {
        assertThat(ProcessFigures.parse(STAT, STATUS).cpu()).isEqualTo(Duration.ofSeconds(13));
    }

    @Test
    void readsResidentMemoryNowAndAtItsPeak() {
        ProcessFigures figures = ProcessFigures.parse(STAT, STATUS);

        assertThat(figures.peakBytes()).isEqualTo(300L * 1_048_576);
        assertThat(figures.residentBytes()).isEqualTo(200L * 1_048_576);
    }

    @Test
    void findsNoMemoryInAProcessThatEnds() {
        assertThat(ProcessFigures.parse(STAT, "Name:\tjava\nState:\tZ (zombie)\n")
                        .peakBytes())
                .isZero();
    }

    @Test
    void readsALivingProcess() {
        ProcessFigures self = ProcessFigures.of(ProcessHandle.current().pid());

        assertThat(self.cpu()).isPositive();
        assertThat(self.peakBytes())
                .isGreaterThanOrEqualTo(self.residentBytes())
                .isPositive();
    }
}
