package com.traffictacos.reservation.worker.operations.reservation;

import static com.traffictacos.reservation.worker.operations.reservation.OverviewFixture.NOW;
import static com.traffictacos.reservation.worker.operations.reservation.OverviewFixture.RESERVATION;
import static com.traffictacos.reservation.worker.operations.reservation.OverviewFixture.WITH_LINKS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The times of a dead letter come from a message attribute, so they may be any. */
class OverviewLinksTest {

    @ParameterizedTest
    @CsvSource({
        "-1000000000-01-01T00:00:00Z, 2024-12-24T09%3A45%3A00.000Z",
        "0001-01-01T00:00:00Z, 2024-12-24T09%3A45%3A00.000Z",
        "2025-01-23T09:00:00Z, 2025-01-23T08%3A45%3A00.000Z",
        "+1000000000-12-31T23:59:59Z, 2025-01-23T09%3A45%3A00.000Z",
    })
    void looksBackAMonthAtMost(Instant earliest, String from) {
        OverviewLinks links = new OverviewLinks(WITH_LINKS, RESERVATION, Optional.of(earliest), NOW);

        assertThat(links.logs()).hasValueSatisfying(url -> assertThat(url).contains("from=" + from + "&"));
    }
}
