package com.traffictacos.reservation.worker.operations.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.operations.auth.AdminTokens;
import com.traffictacos.reservation.worker.operations.deadletter.job.DryRunCount;
import com.traffictacos.reservation.worker.operations.deadletter.job.DryRunTokens;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import com.traffictacos.reservation.worker.platform.settings.token.AdminToken;
import com.traffictacos.reservation.worker.platform.settings.token.AdminTokenFile;
import com.traffictacos.reservation.worker.platform.settings.token.OperatorRole;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A worker whose tokens are all in the file. */
class DryRunTokensTest {

    private static final String SELECTION = "redrive;everything";

    private static final Instant AT = Instant.parse("2025-01-23T10:00:00Z");
    private static final DryRunCount COUNT = new DryRunCount(25, 30, AT);

    private final ManualClock clock = new ManualClock(AT);

    @Test
    void areTakenByEveryWorkerWithTheSameOperators() {
        DryRunTokens here = tokens("token-of-alice-0123456789");
        DryRunTokens there = tokens("token-of-alice-0123456789");
        String token = here.issue(SELECTION, COUNT).text();

        assertThat(there.verify(token, SELECTION)).contains(COUNT);
        assertThat(there.verify(token, SELECTION + " else")).isEmpty();
        clock.advance(DryRunTokens.VALIDITY.plus(Duration.ofSeconds(1)));
        assertThat(there.verify(token, SELECTION)).isEmpty();
    }

    /** Without an ADMIN_TOKEN, the seal has to depend on something that not everybody knows. */
    @Test
    void areNotTakenByAWorkerWithOtherOperators() {
        String token =
                tokens("token-of-alice-0123456789").issue(SELECTION, COUNT).text();

        assertThat(tokens("token-of-bob-0123456789").verify(token, SELECTION)).isEmpty();
    }

    private DryRunTokens tokens(String token) {
        AdminTokenFile file = new AdminTokenFile(
                Path.of("/tokens"),
                List.of(new AdminToken(
                        "alice", OperatorRole.WRITE, HexFormat.of().formatHex(AdminToken.hash(token)))));
        return new DryRunTokens(
                new AdminTokens(new Settings.Operations(Optional.empty(), Optional.of(file), true, 8040, 8041)), clock);
    }
}
