package com.traffictacos.reservation.worker.operations.fleet.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.operations.auth.AdminTokens;
import com.traffictacos.reservation.worker.platform.settings.Secret;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerTokensTest {

    private static final String HERE = "10.0.3.7:8040";
    private static final String TOKEN = "alice:0123456789abcdef";

    private final ManualClock clock = new ManualClock(Instant.parse("2025-01-23T10:00:00Z"));
    private final PeerTokens tokens = tokens(Optional.of(TOKEN));

    private PeerTokens tokens(Optional<String> adminToken) {
        return new PeerTokens(
                new AdminTokens(
                        new Settings.Operations(adminToken.map(Secret::new), Optional.empty(), false, 8040, 8041)),
                clock);
    }

    @Test
    void letsAWorkerInThatHasTheSameTokens() {
        assertThat(tokens(Optional.of(TOKEN)).isValid(tokens.issue(HERE), HERE)).isTrue();
        assertThat(tokens(Optional.of("bob:0123456789abcdef")).isValid(tokens.issue(HERE), HERE))
                .isFalse();
    }

    /** Who listens at an address that was a pod's can ask no other pod with what it gets. */
    @Test
    void isForOneAddress() {
        assertThat(tokens.isValid(tokens.issue(HERE), "10.0.3.8:8040")).isFalse();
    }

    @Test
    void lastsAMinuteAndBearsClocksThatDiffer() {
        String token = tokens.issue(HERE);
        clock.advance(Duration.ofSeconds(60));
        assertThat(tokens.isValid(token, HERE)).isTrue();
        clock.advance(Duration.ofSeconds(1));
        assertThat(tokens.isValid(token, HERE)).isFalse();
        String ofTheFuture = tokens.issue(HERE);
        clock.advance(Duration.ofSeconds(-61));
        assertThat(tokens.isValid(ofTheFuture, HERE)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer " + TOKEN, "Bearer 1737626400.0", "Bearer 99999999999999999999.0"})
    void isNothingElse(String authorization) {
        assertThat(tokens.isValid(authorization, HERE)).isFalse();
    }

    @Test
    void neitherShowsTheOperatorsToken() {
        assertThat(tokens.issue(HERE)).doesNotContain("alice", "0123456789abcdef");
    }

    /** Everybody knows the key then. */
    @Test
    void isRefusedWhereNobodyHasAToken() {
        PeerTokens open = tokens(Optional.empty());

        assertThat(open.areConfigured()).isFalse();
        assertThat(open.isValid(open.issue(HERE), HERE)).isFalse();
    }
}
