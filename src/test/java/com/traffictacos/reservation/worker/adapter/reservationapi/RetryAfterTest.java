package com.traffictacos.reservation.worker.adapter.reservationapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2025-01-23T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "1, PT1S",
        "' 30 ', PT30S",
        "900, PT15M",
        "901, PT15M",
        "99999999999999999999, PT15M",
        "'Thu, 23 Jan 2025 10:00:07 GMT', PT7S",
        "'Thu, 23 Jan 2025 11:00:00 GMT', PT15M",
        "'Fri, 31 Dec 9999 23:59:59 GMT', PT15M"
    })
    void readsSecondsAndDates(String header, Duration wait) {
        assertThat(RetryAfter.parse(header, NOW)).contains(wait);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "0",
                "-1",
                "1.5",
                "soon",
                "0x10",
                "٣",
                "Thu, 23 Jan 2025 10:00:00 GMT",
                "Thu, 23 Jan 2025 09:59:59 GMT",
                "Thu, 32 Jan 2025 10:00:00 GMT",
                "2025-01-23T10:00:07Z"
            })
    void findsNothingOfUse(String header) {
        assertThat(RetryAfter.parse(header, NOW)).isEmpty();
    }

    @Test
    void readsDateAfterWallClockWasSetBack() {
        assertThat(RetryAfter.parse("Thu, 23 Jan 2025 10:00:07 GMT", Instant.EPOCH))
                .contains(RetryAfter.MAX);
    }

    @Property
    void neverFailsAndNeverWaitsLongerThanItsBound(@ForAll String header) {
        RetryAfter.parse(header, NOW)
                .ifPresent(wait -> assertThat(wait).isPositive().isLessThanOrEqualTo(RetryAfter.MAX));
    }

    @Property
    void takesSecondsAtTheirWord(@ForAll @IntRange(min = 1, max = 900) int seconds) {
        assertThat(RetryAfter.parse(Integer.toString(seconds), NOW)).contains(Duration.ofSeconds(seconds));
    }
}
