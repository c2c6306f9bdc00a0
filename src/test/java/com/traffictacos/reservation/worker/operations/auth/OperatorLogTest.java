package com.traffictacos.reservation.worker.operations.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import com.traffictacos.reservation.worker.platform.settings.token.OperatorRole;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OperatorLogTest {

    private static final Operator ALICE = new Operator("alice", OperatorRole.WRITE, "192.0.2.1");
    private static final Instant BEGIN = Instant.parse("2025-01-23T10:00:00Z");

    private final ManualClock clock = new ManualClock(BEGIN);
    private final OperatorLog log = new OperatorLog(clock);
    private final List<String> lines = new ArrayList<>();

    @BeforeEach
    void capture() {
        JsonLog.setSink(lines::add);
    }

    @AfterEach
    void restore() {
        JsonLog.setSink(JsonLog.STANDARD_OUTPUT);
    }

    @Test
    void writesAndRemembersWhoDidWhatFromWhere() {
        log.changed(ALICE, "cancel", "job 7", "it ends", fields -> fields.with("job", "7"));

        assertThat(lines)
                .singleElement()
                .asString()
                .contains(
                        "\"operator\":\"alice\"", "\"remote\":\"192.0.2.1\"", "\"action\":\"cancel\"", "\"job\":\"7\"");
        assertThat(log.recent())
                .containsExactly(new OperatorChange(BEGIN, "alice", "192.0.2.1", "cancel", "job 7", "it ends"));
    }

    @Test
    void remembersTheLastChangesTheNewestFirst() {
        for (int i = 0; i < OperatorLog.REMEMBERED + 1; i++) {
            log.changed(ALICE, "pause", "", "number " + i, fields -> {});
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(log.recent()).hasSize(OperatorLog.REMEMBERED);
        assertThat(log.recent().getFirst()).returns("number 200", OperatorChange::result);
        assertThat(log.recent().getLast()).returns("number 1", OperatorChange::result);
        assertThat(lines).hasSize(OperatorLog.REMEMBERED + 1);
    }

    @Test
    void keepsTextsShort() {
        log.changed(ALICE, "redrive begun", "x".repeat(10_000), "y".repeat(500), fields -> {});

        assertThat(log.recent().getFirst().selection()).hasSize(500).endsWith("x…");
        assertThat(log.recent().getFirst().result()).isEqualTo("y".repeat(500));
    }
}
