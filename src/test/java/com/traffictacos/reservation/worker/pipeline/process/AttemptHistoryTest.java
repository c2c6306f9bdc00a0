package com.traffictacos.reservation.worker.pipeline.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.EventFailure;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.handler.CallObserver;
import com.traffictacos.reservation.worker.handler.HandlerContext;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.pipeline.RecordingObserver;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.pipeline.dependency.ConcurrencyLimits;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyOutages;
import com.traffictacos.reservation.worker.pipeline.dependency.GuardedCall;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttemptHistoryTest {

    private static final Instant SENT = Instant.parse("2026-01-01T00:00:00Z");

    private final EventFailure failed = new TransientFailure(Dependency.INVENTORY, "INTERNAL");

    private static final HandlerContext DELIVERY = new HandlerContext(1, () -> {});

    private final DependencyOutages outages =
            new DependencyOutages(new RecordingObserver(), new ManualClock(SENT.plusSeconds(60)));
    private final GuardedCall guarded = new GuardedCall(
            outages, new ConcurrencyLimits(20, Duration.ofSeconds(9), Duration.ofSeconds(9)), CallObserver.NONE);
    private final AttemptHistory attempts = new AttemptHistory(outages);

    @Test
    void countsEveryReceiveOfAMessageThatItKnowsNothingOf() {
        assertThat(attempts.number(receive(1))).isEqualTo(1);
        assertThat(attempts.number(receive(7))).isEqualTo(7);
    }

    @Test
    void takesOffWhatTheMessageWasNotToBlameFor() {
        attempts.failed(receive(1), DELIVERY);
        attempts.notCounted(receive(2), DELIVERY);
        attempts.notCounted(receive(3), DELIVERY);

        assertThat(attempts.number(receive(4))).isEqualTo(2);
    }

    @Test
    void countsOnlyItsOwnFailuresOfAMessageThatIsOlderThanAnOutage() {
        attempts.failed(receive(1), DELIVERY);
        call(new DependencyUnavailable(Dependency.INVENTORY, "refused", null));
        outages.succeeded(ServiceCall.RELEASE_HOLD);

        // Most of these receives were made by other workers.
        assertThat(attempts.number(receive(30))).isEqualTo(2);
        attempts.failed(receive(30), DELIVERY);
        assertThat(attempts.number(receive(31))).isEqualTo(3);
    }

    @Test
    void takesAFailedCallForTheMessagesOwnOnceAnotherOneHasSucceeded() {
        call(failed);
        attempts.suspected(receive(1), DELIVERY, ServiceCall.RELEASE_HOLD);
        assertThat(attempts.isProven(receive(2))).isFalse();
        outages.succeeded(ServiceCall.RELEASE_HOLD);

        assertThat(attempts.isProven(receive(2))).isTrue();
        assertThat(attempts.number(receive(2))).isEqualTo(2);
    }

    @Test
    void takesAFailedCallBackIfTheOperationTurnsOutToBeDown() {
        call(failed);
        attempts.suspected(receive(1), DELIVERY, ServiceCall.RELEASE_HOLD);
        call(new DependencyUnavailable(Dependency.INVENTORY, "refused", null));
        outages.succeeded(ServiceCall.RELEASE_HOLD);

        assertThat(attempts.isProven(receive(2))).isFalse();
        assertThat(attempts.number(receive(2))).isEqualTo(1);
    }

    @Test
    void remembersThatSeatsMayBeFree() {
        HandlerContext first = new HandlerContext(1, () -> {});
        first.noteSeatsMayBeFree();
        attempts.failed(receive(1), first);
        HandlerContext second = new HandlerContext(2, () -> {});
        attempts.remind(receive(2), second);
        attempts.notCounted(receive(2), second);
        HandlerContext third = new HandlerContext(3, () -> {});
        attempts.remind(receive(3), third);

        assertThat(second.seatsMayBeFree()).isTrue();
        assertThat(third.seatsMayBeFree()).isTrue();
    }

    @Test
    void knowsNothingOfTheSeatsOfAnotherMessage() {
        attempts.failed(receive(1), DELIVERY);
        HandlerContext second = new HandlerContext(2, () -> {});
        attempts.remind(receive(2), second);

        assertThat(second.seatsMayBeFree()).isFalse();
    }

    private void call(EventFailure failure) {
        assertThatThrownBy(() -> guarded.make(ServiceCall.RELEASE_HOLD, new ReservationId("rsv"), () -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    private static ReceivedMessage receive(int count) {
        return new ReceivedMessage(
                "id", "handle-" + count, "{}", count, SENT, Map.of(), Optional.empty(), Optional.empty());
    }
}
