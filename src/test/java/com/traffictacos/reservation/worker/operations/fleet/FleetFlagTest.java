package com.traffictacos.reservation.worker.operations.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetFlagTest {

    private static final Instant AT = Instant.parse("2025-01-23T10:00:00Z");

    @Test
    void isReadAsItWasWritten() {
        FleetFlag paused = FleetFlag.set(true, AT, "alice@example.com");

        assertThat(paused.text()).isEqualTo("paused 2025-01-23T10:00:00Z alice@example.com");
        assertThat(FleetFlag.parse(paused.text())).contains(paused);
        FleetFlag running = FleetFlag.set(false, AT, "1");
        assertThat(FleetFlag.parse(running.text())).contains(running);
    }

    /** As somebody types it at the AWS command line while no pod is there. */
    @Test
    void needsOneWordAlone() {
        assertThat(FleetFlag.parse(" Paused ")).contains(new FleetFlag(true, Optional.empty(), Optional.empty()));
        assertThat(FleetFlag.parse("running")).contains(FleetFlag.NEVER_SET);
        assertThat(FleetFlag.parse("paused bob")).contains(new FleetFlag(true, Optional.empty(), Optional.of("bob")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "pausd", "paused 2025-13-23T10:00:00Z alice", "paused by alice smith", "not paused", "true"})
    void isNothingElse(String text) {
        assertThat(FleetFlag.parse(text)).isEmpty();
    }
}
