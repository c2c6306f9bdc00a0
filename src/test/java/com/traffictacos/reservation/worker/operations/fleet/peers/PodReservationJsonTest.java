package com.traffictacos.reservation.worker.operations.fleet.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.operations.http.JsonResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodReservationJsonTest {

    private static final ReservationId RESERVATION = new ReservationId("rsv:1");

    @Test
    void readsWhatAWorkerWrites() {
        PodReservation known = Pods.reservation("a", "worker-a", RESERVATION);

        assertThat(PodReservationJson.parse(JsonResponse.text(known), RESERVATION))
                .contains(known);
    }

    @Test
    void bearsWhatItDoesNotKnowAndWhatIsNotThere() {
        assertThat(PodReservationJson.parse("""
                        {"instance":"a","name":"w","reservation_id":"rsv:1","new":[],"in_work":"x",
                         "outcomes":{"capacity":"x","matched":2,"list":[{"type":"expired"},7,
                           {"ended_at":"2025-01-23T10:00:00Z","outcome":"success","attempt":"x"}]}}""", RESERVATION)).hasValueSatisfying(known -> {
            assertThat(known.inFlight()).isEmpty();
            assertThat(known.outcomes().matched()).isEqualTo(2);
            assertThat(known.outcomes().list())
                    .singleElement()
                    .returns("success", PodReservation.Ended::outcome)
                    .returns("unknown", PodReservation.Ended::type);
        });
    }

    /** An older worker does not know the question, and answers with its figures. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"instance\":\"a\",\"name\":\"w\",\"in_work\":3}",
                "{\"instance\":\"a\",\"name\":\"w\",\"reservation_id\":\"rsv:2\"}"
            })
    void takesNothingElseForAnAnswer(String text) {
        assertThat(PodReservationJson.parse(text, RESERVATION)).isEmpty();
    }
}
