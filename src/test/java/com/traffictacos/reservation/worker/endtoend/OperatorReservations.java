package com.traffictacos.reservation.worker.endtoend;

import static com.traffictacos.reservation.worker.endtoend.OperatorIT.fixture;
import static com.traffictacos.reservation.worker.endtoend.OperatorIT.grpc;
import static com.traffictacos.reservation.worker.endtoend.OperatorIT.operator;
import static org.assertj.core.api.Assertions.assertThat;

import com.traffic_tacos.worker.v1.GetOverviewRequest;
import com.traffic_tacos.worker.v1.LetterHead;
import com.traffic_tacos.worker.v1.OverviewError;
import com.traffic_tacos.worker.v1.ReservationOverview;
import com.traffic_tacos.worker.v1.ReservationServiceGrpc;
import com.traffictacos.reservation.worker.sandbox.Poison;
import com.traffictacos.reservation.worker.sandbox.ReservationScript;
import jakarta.json.JsonObject;
import org.junit.jupiter.api.Test;

/** What is known of one reservation. */
abstract class OperatorReservations extends OperatorTopic {

    @Test
    void showsADeadLetterOfAReservation() {
        String reservation =
                poisoned(Poison.Kind.OUTLASTED, ReservationScript.EXPIRES).reservationId();

        JsonObject answer = operator.get("/admin/reservations/" + reservation + "?refresh=true");
        ReservationOverview overview = overview(reservation);

        assertThat(answer.getJsonObject("reservation").getString("status")).isNotBlank();
        assertThat(answer.getJsonObject("dead_letters").getInt("matched")).isEqualTo(1);
        assertThat(overview.getReservation().getStatus())
                .isEqualTo(answer.getJsonObject("reservation").getString("status"));
        assertThat(overview.getDeadLetters().getLettersList())
                .extracting(LetterHead::getReservationId)
                .containsExactly(reservation);
        assertThat(overview.getPod()).isEqualTo(answer.getString("pod"));
    }

    @Test
    void remembersWhatItHasSettled() {
        String reservation = fixture.worker().logLines().stream()
                .filter(line -> line.contains("\"msg\":\"event settled\"") && line.contains("\"outcome\":\"success\""))
                .map(line -> line.replaceAll(".*\"reservation_id\":\"([^\"]+)\".*", "$1"))
                .findFirst()
                .orElseThrow();

        JsonObject answer = operator.get("/admin/reservations/" + reservation);

        assertThat(answer.getJsonObject("outcomes").getJsonArray("list"))
                .anySatisfy(end ->
                        assertThat(end.asJsonObject().getString("outcome")).isEqualTo("success"));
        assertThat(overview(reservation).getOutcomes().getMatched()).isPositive();
    }

    /** A colon is valid in identifiers, so it has to get through the server as it is. */
    @Test
    void saysThatThereIsNoSuchReservation() {
        assertThat(operator.get("/admin/reservations/no:such")
                        .getJsonObject("reservation")
                        .getJsonObject("error")
                        .getString("code"))
                .isEqualTo("reservation_not_found");
        assertThat(overview("no:such").getReservation().getError())
                .returns("reservation_not_found", OverviewError::getCode);
        assertThat(operator.tryGet("/admin/reservations/...").status()).isEqualTo(400);
    }

    private static ReservationOverview overview(String reservation) {
        return asOperator(ReservationServiceGrpc.newBlockingStub(grpc.channel()))
                .getOverview(GetOverviewRequest.newBuilder()
                        .setReservationId(reservation)
                        .build());
    }
}
