package com.traffictacos.reservation.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.sandbox.PlannedReservation.OutgoingMessage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReservationGeneratorTest {

    @Test
    void tellsTheSameStoriesForTheSameSeed() {
        assertThat(tell(42, 500)).isEqualTo(tell(42, 500));
        assertThat(tell(42, 500)).isNotEqualTo(tell(43, 500));
    }

    @Test
    void fillsTheRoomExactly() {
        for (int room : List.of(1, 2, 7, 100)) {
            assertThat(tell(5, room).stream()
                            .mapToInt(planned -> planned.messages().size())
                            .sum())
                    .isEqualTo(room);
        }
    }

    @Test
    void tellsThePlainStoriesMostAndEveryOtherOne() {
        Map<ReservationScript, Long> recorded = tell(1, 5_000).stream()
                .collect(Collectors.groupingBy(
                        PlannedReservation::story,
                        () -> new EnumMap<>(ReservationScript.class),
                        Collectors.counting()));
        assertThat(recorded.keySet())
                .containsExactlyInAnyOrderElementsOf(EventMix.burst().weights().keySet());
        for (ReservationScript plain :
                List.of(ReservationScript.EXPIRES, ReservationScript.IS_PAID, ReservationScript.PAYMENT_FAILS)) {
            assertThat(recorded.get(plain)).isBetween(1_200L, 1_700L);
        }
    }

    @Test
    void usesEveryShapeAndEveryFormOfTrace() {
        List<OutgoingMessage> messages =
                tell(1, 500).stream().flatMap(p -> p.messages().stream()).toList();
        assertThat(messages).anyMatch(m -> m.body().contains("\"type\":\""));
        assertThat(messages).anyMatch(m -> m.body().contains("\"detail-type\":\"payment.approved\""));
        assertThat(messages).anyMatch(m -> m.body().contains("\"detail-type\":\"Payment Status Updated\""));
        assertThat(messages).anyMatch(m -> m.body().contains("PAYMENT_STATUS_PENDING"));
        assertThat(messages).anyMatch(m -> m.attributes().containsKey("traceparent"));
        assertThat(messages).anyMatch(m -> m.body().contains("\"trace_id\":\"00-"));
        assertThat(messages)
                .anyMatch(m -> m.body().contains("\"type\":\"payment.approved\"")
                        && !m.body().contains("\"event_id\""));
    }

    @Test
    void namesEveryReservationAndSeatOnce() {
        List<PlannedReservation> recorded = tell(1, 1_000);
        assertThat(recorded).extracting(PlannedReservation::reservationId).doesNotHaveDuplicates();
        assertThat(recorded.stream().flatMap(p -> p.seats().seatIds().stream()).toList())
                .doesNotHaveDuplicates();
    }

    private static List<PlannedReservation> tell(long seed, int events) {
        ReservationGenerator stories = new ReservationGenerator(EventMix.burst(), seed);
        List<PlannedReservation> recorded = new ArrayList<>();
        int left = events;
        while (left > 0) {
            PlannedReservation planned = stories.next(left);
            recorded.add(planned);
            left -= planned.messages().size();
        }
        return recorded;
    }
}
