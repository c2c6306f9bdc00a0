package com.traffictacos.reservation.worker.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.event.Dependency;
import com.traffictacos.reservation.worker.fake.ManualClock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttemptsTest {

    private static final Instant SENT = Instant.parse("2026-01-01T00:00:00Z");

    private final Outages outages = new Outages(new RecordingObserver(), new ManualClock(SENT.plusSeconds(60)));
    private final Attempts attempts = new Attempts(outages);

    @Test
    void countsEveryReceiveOfAMessageThatItKnowsNothingOf() {
        assertThat(attempts.number(receive(1))).isEqualTo(1);
        assertThat(attempts.number(receive(7))).isEqualTo(7);
    }

    @Test
    void takesOffWhatTheMessageWasNotToBlameFor() {
        attempts.failed(receive(1));
        attempts.excused(receive(2));
        attempts.excused(receive(3));

        assertThat(attempts.number(receive(4))).isEqualTo(2);
    }

    @Test
    void countsOnlyItsOwnFailuresOfAMessageThatIsOlderThanAnOutage() {
        attempts.failed(receive(1));
        outages.failed(Dependency.INVENTORY, new IllegalStateException("refused"));
        outages.answered(Dependency.INVENTORY);

        // Most of these receives were made by other workers.
        assertThat(attempts.number(receive(30))).isEqualTo(2);
        attempts.failed(receive(30));
        assertThat(attempts.number(receive(31))).isEqualTo(3);
    }

    private static ReceivedMessage receive(int count) {
        return new ReceivedMessage(
                "id", "handle-" + count, "{}", count, SENT, Map.of(), Optional.empty(), Optional.empty());
    }
}
