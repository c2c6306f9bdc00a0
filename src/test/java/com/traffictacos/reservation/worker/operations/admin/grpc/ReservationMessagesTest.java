package com.traffictacos.reservation.worker.operations.admin.grpc;

import static com.traffictacos.reservation.worker.operations.reservation.OverviewFixture.RESERVATION;
import static com.traffictacos.reservation.worker.operations.reservation.OverviewFixture.WITH_LINKS;
import static org.assertj.core.api.Assertions.assertThat;

import com.traffic_tacos.worker.v1.InWork;
import com.traffic_tacos.worker.v1.LetterHead;
import com.traffic_tacos.worker.v1.OverviewError;
import com.traffic_tacos.worker.v1.RecentOutcome;
import com.traffic_tacos.worker.v1.ReservationOverview;
import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.operations.reservation.EndedDelivery;
import com.traffictacos.reservation.worker.operations.reservation.OverviewFixture;
import com.traffictacos.reservation.worker.operations.reservation.ReservationLookup;
import com.traffictacos.reservation.worker.pipeline.delivery.Outcome;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReservationMessagesTest {

    @Test
    void saysWhatIsKnown() {
        try (OverviewFixture fixture = new OverviewFixture(OverviewFixture::confirmed, WITH_LINKS)) {
            fixture.queue.put("expired rsv:1", "retries_exhausted");
            fixture.begin("m-1", "rsv:1");
            fixture.outcomes.add(EndedDelivery.of("rsv:1"), Outcome.RETRIED, "transient");

            ReservationOverview answer =
                    ReservationMessages.overview(fixture.reader.read(RESERVATION, true, Optional.empty()));

            assertThat(answer.getReservationId()).isEqualTo("rsv:1");
            assertThat(answer.getReservation().getStatus()).isEqualTo("CONFIRMED");
            assertThat(answer.getReservation().getSeatIdsList()).containsExactly("A-1", "A-2");
            assertThat(answer.getReservation().hasError()).isFalse();
            assertThat(answer.getDeadLetters().getScan().getComplete()).isTrue();
            assertThat(answer.getDeadLetters().getLettersList())
                    .extracting(LetterHead::getReason)
                    .containsExactly("retries_exhausted");
            assertThat(answer.getInWorkList()).extracting(InWork::getMessageId).containsExactly("m-1");
            assertThat(answer.getOutcomes().getCapacity()).isEqualTo(10);
            assertThat(answer.getOutcomes().getListList())
                    .singleElement()
                    .returns("expired", RecentOutcome::getType)
                    .returns("retried", RecentOutcome::getOutcome)
                    .returns("transient", RecentOutcome::getReason)
                    .returns(0.085, RecentOutcome::getDurationSeconds)
                    .returns(EndedDelivery.TRACE, RecentOutcome::getTraceId);
            assertThat(answer.getTracesList())
                    .singleElement()
                    .satisfies(trace ->
                            assertThat(trace.getUrl()).isEqualTo("https://traces.example/" + EndedDelivery.TRACE));
            assertThat(answer.getLogUrl()).startsWith("https://logs.example/?q=rsv%3A1&from=");
        }
    }

    @Test
    void saysWhyTheReservationIsNotShownAndThatThereWasNoScan() {
        ReservationLookup late = id -> {
            throw new TransientFailure(Dependency.RESERVATION_API, "no answer").late();
        };
        try (OverviewFixture fixture = new OverviewFixture(late, WITH_LINKS)) {
            ReservationOverview answer = ReservationMessages.overview(fixture.reader.read(RESERVATION));

            assertThat(answer.getReservation().getError())
                    .returns("timeout", OverviewError::getCode)
                    .returns("reservation-api: no answer", OverviewError::getMessage);
            assertThat(answer.getDeadLetters().hasScan()).isFalse();
        }
    }
}
