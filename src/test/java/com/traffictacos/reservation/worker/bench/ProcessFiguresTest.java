package com.traffictacos.reservation.worker.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
            RssAnon:\t  153600 kB
            RssFile:\t   51200 kB
            RssShmem:\t       0 kB
            Threads:\t61
            """;

    @Test
    void addsUserAndSystemTimeAndThatOfChildrenThatHaveEnded() {
        assertThat(ProcessFigures.parse(STAT, STATUS).cpu()).isEqualTo(Duration.ofMillis(13_150));
    }

    @Test
    void tellsAnonymousMemoryFromPagesOfFiles() {
        ProcessFigures figures = ProcessFigures.parse(STAT, STATUS);

        assertThat(figures.anonymousBytes()).isEqualTo(150L * 1_048_576);
        assertThat(figures.fileBytes()).isEqualTo(50L * 1_048_576);
    }

    @Test
    void addsUp() {
        ProcessFigures one = new ProcessFigures(Duration.ofSeconds(1), 10, 8, 5, 3);

        assertThat(one.plus(ProcessFigures.NONE)).isEqualTo(one);
        assertThat(one.plus(one)).isEqualTo(new ProcessFigures(Duration.ofSeconds(2), 20, 16, 10, 6));
    }

    @Test
    void findsNothingOfAProcessThatIsGone() {
        assertThat(ProcessFigures.find(Long.MAX_VALUE)).isEmpty();
        assertThatThrownBy(() -> ProcessFigures.of(Long.MAX_VALUE)).hasMessageContaining("is gone");
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
        assertThat(self.anonymousBytes()).isPositive().isLessThanOrEqualTo(self.residentBytes());
        assertThat(self.fileBytes()).isPositive();
    }
}
