package com.traffictacos.reservation.worker.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.event.Dependency;
import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.handling.Delivery;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttemptsTest {

    private static final Instant SENT = Instant.parse("2026-01-01T00:00:00Z");

    private static final Delivery DELIVERY = new Delivery(1, () -> {});

    private final Outages outages = new Outages(new RecordingObserver(), new ManualClock(SENT.plusSeconds(60)));
    private final Attempts attempts = new Attempts(outages);

    @Test
    void countsEveryReceiveOfAMessageThatItKnowsNothingOf() {
        assertThat(attempts.number(receive(1))).isEqualTo(1);
        assertThat(attempts.number(receive(7))).isEqualTo(7);
    }

    @Test
    void takesOffWhatTheMessageWasNotToBlameFor() {
        attempts.failed(receive(1), DELIVERY);
        attempts.excused(receive(2), DELIVERY);
        attempts.excused(receive(3), DELIVERY);

        assertThat(attempts.number(receive(4))).isEqualTo(2);
    }

    @Test
    void countsOnlyItsOwnFailuresOfAMessageThatIsOlderThanAnOutage() {
        attempts.failed(receive(1), DELIVERY);
        outages.failed(Dependency.INVENTORY, new IllegalStateException("refused"));
        outages.answered(Dependency.INVENTORY);

        // Most of these receives were made by other workers.
        assertThat(attempts.number(receive(30))).isEqualTo(2);
        attempts.failed(receive(30), DELIVERY);
        assertThat(attempts.number(receive(31))).isEqualTo(3);
    }

    @Test
    void remembersThatSeatsMayBeFree() {
        Delivery first = new Delivery(1, () -> {});
        first.noteSeatsMayBeFree();
        attempts.failed(receive(1), first);
        Delivery second = new Delivery(2, () -> {});
        attempts.remind(receive(2), second);
        attempts.excused(receive(2), second);
        Delivery third = new Delivery(3, () -> {});
        attempts.remind(receive(3), third);

        assertThat(second.seatsMayBeFree()).isTrue();
        assertThat(third.seatsMayBeFree()).isTrue();
    }

    @Test
    void knowsNothingOfTheSeatsOfAnotherMessage() {
        attempts.failed(receive(1), DELIVERY);
        Delivery second = new Delivery(2, () -> {});
        attempts.remind(receive(2), second);

        assertThat(second.seatsMayBeFree()).isFalse();
    }

    private static ReceivedMessage receive(int count) {
        return new ReceivedMessage(
                "id", "handle-" + count, "{}", count, SENT, Map.of(), Optional.empty(), Optional.empty());
    }
}
