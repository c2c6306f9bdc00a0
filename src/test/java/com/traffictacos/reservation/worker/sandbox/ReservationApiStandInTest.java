package com.traffictacos.reservation.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.sandbox.ReservationBook.BookStatus;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReservationApiStandInTest {

    private static final String CONFIRM = "{\"status\":\"CONFIRMED\",\"payment_intent_id\":\"pay_1\"}";

    private final HttpClient http = HttpClient.newHttpClient();
    private ReservationApiStandIn api;

    @BeforeEach
    void open() {
        api = ReservationApiStandIn.start(0, 1);
        api.book()
                .put(new ReservationBook.Entry(
                        "rsv_1", "evt_1", "usr_1", SeatSelection.ofSeats(List.of("A1", "A2")), BookStatus.HOLD));
    }

    @AfterEach
    void close() {
        http.shutdownNow();
        api.close();
    }

    @Test
    void readsReservation() throws Exception {
        assertThat(get("rsv_1").body())
                .contains("\"status\":\"HOLD\"", "\"event_id\":\"evt_1\"", "\"seat_ids\":[\"A1\",\"A2\"]");
        assertThat(get("rsv_2").statusCode()).isEqualTo(404);
    }

    @Test
    void confirmsHold() throws Exception {
        HttpResponse<String> answer = patch("rsv_1", CONFIRM);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"order_id\":\"ord_rsv_1\"");
        assertThat(status()).isEqualTo(BookStatus.CONFIRMED);
    }

    @Test
    void answersConflictOnceReservationHasMovedOn() throws Exception {
        patch("rsv_1", "{\"status\":\"EXPIRED\"}");
        assertThat(patch("rsv_1", CONFIRM).statusCode()).isEqualTo(409);
        assertThat(patch("rsv_1", "{\"status\":\"EXPIRED\"}").statusCode()).isEqualTo(409);
        assertThat(status()).isEqualTo(BookStatus.EXPIRED);

        api.acceptRepeats(true);

        assertThat(patch("rsv_1", "{\"status\":\"EXPIRED\"}").statusCode()).isEqualTo(200);
        assertThat(patch("rsv_1", CONFIRM).statusCode()).isEqualTo(409);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "422 | {\"status\":\"CONFIRMED\"}",
                "422 | {\"status\":\"HOLD\"}",
                "400 | {\"status\":\"SOLD\"}",
                "400 | {}",
                "400 | nonsense",
            })
    void refusesChangesThatBreakTheContract(int status, String body) throws Exception {
        assertThat(patch("rsv_1", body).statusCode()).isEqualTo(status);
        assertThat(status()).isEqualTo(BookStatus.HOLD);
    }

    @Test
    void recordsHeadersAndTime() throws Exception {
        api.conditions().setLatency("PATCH", Duration.ofMillis(30));
        patch("rsv_1", CONFIRM);

        assertThat(api.journal().count("PATCH")).isEqualTo(1);
        assertThat(api.journal().totalTime()).isGreaterThanOrEqualTo(Duration.ofMillis(30));
        assertThat(api.journal().calls("rsv_1").getFirst().headers()).containsEntry("idempotency-key", "confirm:rsv_1");
    }

    @Test
    void failsInWaysThatPass() throws Exception {
        api.conditions().setFailureShare(1);
        int errors = 0;
        int resets = 0;
        for (int i = 0; i < 40; i++) {
            try {
                errors += get("rsv_1").statusCode() >= 500 ? 1 : 0;
            } catch (IOException e) {
                resets++;
            }
        }
        assertThat(errors).isPositive();
        assertThat(resets).isPositive();
        assertThat(errors + resets).isEqualTo(40);
    }

    @Test
    void isUnavailableForOneReservationOrForAll() throws Exception {
        api.conditions().setUnavailable("rsv_1", true);
        assertThat(patch("rsv_1", CONFIRM).statusCode()).isEqualTo(503);
        assertThat(get("rsv_2").statusCode()).isEqualTo(404);

        api.conditions().setUnavailable(true);
        assertThat(get("rsv_2").statusCode()).isEqualTo(503);

        api.conditions().setUnavailable(false);
        api.conditions().setUnavailable("rsv_1", false);
        assertThat(get("rsv_1").body()).contains("\"status\":\"HOLD\"");
    }

    @Test
    void throttles() throws Exception {
        api.conditions().throttle(Duration.ofSeconds(7));
        HttpResponse<String> answer = patch("rsv_1", CONFIRM);

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).contains("7");
        assertThat(status()).isEqualTo(BookStatus.HOLD);
    }

    @Test
    void goesDownAndComesUpOnTheSamePort() throws Exception {
        api.goDown();
        assertThatThrownBy(() -> get("rsv_1")).isInstanceOf(ConnectException.class);

        api.comeUp();

        assertThat(get("rsv_1").statusCode()).isEqualTo(200);
    }

    private BookStatus status() {
        return api.book().find("rsv_1").orElseThrow().status();
    }

    private HttpResponse<String> get(String reservationId) throws IOException, InterruptedException {
        return http.send(request(reservationId).GET().build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> patch(String reservationId, String body) throws IOException, InterruptedException {
        return http.send(
                request(reservationId)
                        .method("PATCH", BodyPublishers.ofString(body))
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "confirm:" + reservationId)
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String reservationId) {
        return HttpRequest.newBuilder(api.base().resolve("/internal/reservations/" + reservationId));
    }
}
