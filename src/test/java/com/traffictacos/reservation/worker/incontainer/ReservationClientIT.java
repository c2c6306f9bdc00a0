package com.traffictacos.reservation.worker.incontainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.PaymentIntentId;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.Throttled;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.Reservations;
import com.traffictacos.reservation.worker.handler.Reservations.ChangeResult;
import com.traffictacos.reservation.worker.handler.Reservations.Reservation;
import com.traffictacos.reservation.worker.handler.Reservations.ReservationStatus;
import com.traffictacos.reservation.worker.handler.Reservations.StatusChange;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.incontainer.TestReservationApi.Answer;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyOutages;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The MicroProfile REST client of the server, against a real socket. */
@ArquillianTest
@Dependent // So that the server knows the configuration that is injected here.
class ReservationClientIT {

    private static final ReservationId RESERVATION = new ReservationId("rsv_456");
    private static final StatusChange EXPIRE = new StatusChange.Expire();

    @Inject
    Reservations reservations;

    @Inject
    @ConfigProperty(name = "RESERVATION_API_BASE")
    URI base;

    @Inject
    DependencyOutages outages;

    @BeforeEach
    void forgetOutages() {
        for (ServiceCall operation : ServiceCall.values()) {
            outages.succeeded(operation);
        }
    }

    @Deployment
    static WebArchive deployment() {
        return Deployments.worker(
                ReservationClientIT.class,
                Map.of(
                        "RESERVATION_API_BASE",
                        "http://127.0.0.1:" + Deployments.freePort() + "/base",
                        "RESERVATION_TIMEOUT_MS",
                        "1000"),
                TestReservationApi.class,
                Json.class);
    }

    @Test
    void sendsChangesOfContract() {
        try (TestReservationApi api = new TestReservationApi(base)) {
            reservations.change(RESERVATION, EXPIRE);
            reservations.change(RESERVATION, new StatusChange.Confirm(new PaymentIntentId("pay_abc")));
            reservations.change(
                    RESERVATION, new StatusChange.Cancel("payment_failed", Optional.of("insufficient_funds")));
            reservations.change(RESERVATION, new StatusChange.Cancel("payment_failed", Optional.empty()));

            assertThat(api.requests())
                    .allSatisfy(request -> {
                        assertThat(request.method()).isEqualTo("PATCH");
                        assertThat(request.path()).isEqualTo("/base/internal/reservations/rsv_456");
                        assertThat(request.headers()).containsEntry("content-type", "application/json");
                    })
                    .extracting(request -> request.headers().get("idempotency-key"))
                    .containsExactly("expire:rsv_456", "confirm:rsv_456", "cancel:rsv_456", "cancel:rsv_456");
            assertThat(api.requests())
                    .extracting(request -> Json.parse(request.body()))
                    .containsExactly(
                            Json.parse("{\"status\":\"EXPIRED\"}"),
                            Json.parse("{\"status\":\"CONFIRMED\",\"payment_intent_id\":\"pay_abc\"}"),
                            Json.parse("{\"status\":\"CANCELLED\",\"cancel_reason\":\"payment_failed\","
                                    + "\"error_code\":\"insufficient_funds\"}"),
                            Json.parse("{\"status\":\"CANCELLED\",\"cancel_reason\":\"payment_failed\"}"));
        }
    }

    @Test
    void putsEveryCharacterOfAnIdIntoThePathAsItIs() {
        ReservationId odd = new ReservationId("a.b_c:d-e..F9");
        try (TestReservationApi api = new TestReservationApi(base)) {
            api.answers(Answer.of(200, "{\"status\":\"HOLD\"}"));

            reservations.find(odd);

            assertThat(api.requests().getFirst().path()).isEqualTo("/base/internal/reservations/a.b_c:d-e..F9");
        }
    }

    @Test
    void takesSuccessForDoneWhateverTheBodyIs() {
        try (TestReservationApi api = new TestReservationApi(base)) {
            for (Answer answer : List.of(
                    Answer.of(204, ""),
                    Answer.of(200, ""),
                    Answer.of(200, "OK"),
                    Answer.of(200, "<p>").with("Content-Type", "text/html"),
                    Answer.of(200, "{\"order_id\":7}"),
                    Answer.of(202, "x".repeat(2_000_000)))) {
                api.answers(answer);

                assertThat(reservations.change(RESERVATION, EXPIRE))
                        .isEqualTo(new ChangeResult.Changed(Optional.empty()));
            }
            api.answers(Answer.of(200, "{\"order_id\":\"ord_xyz\"}"));
            assertThat(reservations.change(RESERVATION, EXPIRE))
                    .isEqualTo(new ChangeResult.Changed(Optional.of("ord_xyz")));
        }
    }

    @Test
    void readsReservation() {
        try (TestReservationApi api = new TestReservationApi(base)) {
            api.answers(Answer.of(
                    200,
                    "{\"reservation_id\":\"rsv_456\",\"event_id\":\"evt_789\",\"user_id\":\"김\",\"status\":\"CONFIRMED\","
                            + "\"seat_ids\":[\"A1\",\"A2\"],\"quantity\":2}"));

            assertThat(reservations.find(RESERVATION))
                    .isEqualTo(new Reservation(
                            RESERVATION,
                            ReservationStatus.CONFIRMED,
                            Optional.of(new ConcertId("evt_789")),
                            Optional.of(SeatSelection.ofSeats(List.of("A1", "A2"))),
                            Optional.of("김"),
                            Optional.empty()));
            assertThat(api.requests().getFirst().method()).isEqualTo("GET");
            assertThat(api.requests().getFirst().headers())
                    .containsEntry("accept", "application/json")
                    .doesNotContainKey("idempotency-key");
        }
    }

    @Test
    void judgesStatusesInOnePlace() {
        try (TestReservationApi api = new TestReservationApi(base)) {
            api.answers(Answer.of(409, "{}"));
            assertThat(reservations.change(RESERVATION, EXPIRE)).isEqualTo(new ChangeResult.Conflict());

            api.answers(Answer.of(404, "{}"));
            assertThatExceptionOfType(PermanentFailure.class)
                    .isThrownBy(() -> reservations.find(RESERVATION))
                    .returns(FailureReason.RESERVATION_NOT_FOUND, PermanentFailure::reason);

            api.answers(Answer.of(422, "{}"));
            assertThatExceptionOfType(PermanentFailure.class)
                    .isThrownBy(() -> reservations.change(RESERVATION, EXPIRE))
                    .returns(FailureReason.RESERVATION_REJECTED, PermanentFailure::reason);

            api.answers(Answer.of(503, "busy"));
            assertThatExceptionOfType(TransientFailure.class)
                    .isThrownBy(() -> reservations.change(RESERVATION, EXPIRE))
                    .returns(Dependency.RESERVATION_API, TransientFailure::dependency);

            // The last one: nothing is asked of the operation for as long as the service says.
            api.answers(Answer.of(429, "").with("Retry-After", "7"));
            assertThatExceptionOfType(Throttled.class)
                    .isThrownBy(() -> reservations.change(RESERVATION, EXPIRE))
                    .returns(Duration.ofSeconds(7), Throttled::retryAfter);
        }
    }

    @Test
    void followsNoRedirect() {
        try (TestReservationApi api = new TestReservationApi(base)) {
            api.answers(Answer.of(307, "").with("Location", base + "/elsewhere"));

            assertThatExceptionOfType(TransientFailure.class).isThrownBy(() -> reservations.find(RESERVATION));
            assertThat(api.requests()).hasSize(1);
        }
    }

    @Test
    void givesUpOnServiceThatStaysSilent() {
        try (TestReservationApi api = new TestReservationApi(base)) {
            api.staysSilent();

            assertThatExceptionOfType(TransientFailure.class)
                    .isThrownBy(() -> reservations.change(RESERVATION, EXPIRE))
                    .withMessageContaining("no answer");
        }
    }

    @Test
    void saysThatServiceIsUnavailableWhenNobodyListens() {
        assertThatExceptionOfType(DependencyUnavailable.class)
                .isThrownBy(() -> reservations.find(RESERVATION))
                .returns(Dependency.RESERVATION_API, DependencyUnavailable::dependency);
    }

    @Test
    void takesConnectionThatIsResetForTransient() throws Exception {
        try (ServerSocket listener = new ServerSocket(base.getPort(), 5, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> resetEveryConnection(listener));

            assertThatExceptionOfType(TransientFailure.class)
                    .isThrownBy(() -> reservations.change(RESERVATION, EXPIRE));
        }
    }

    @Test
    void takesSuccessForDoneThoughItsBodyIsCutOff() throws Exception {
        try (ServerSocket listener = new ServerSocket(base.getPort(), 5, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> cutEveryAnswerOff(listener));

            assertThat(reservations.change(RESERVATION, EXPIRE)).isEqualTo(new ChangeResult.Changed(Optional.empty()));
            assertThatExceptionOfType(TransientFailure.class)
                    .isThrownBy(() -> reservations.find(RESERVATION))
                    .withMessageContaining("without a readable reservation");
        }
    }

    @Test
    void givesConnectionsBackWhateverTheAnswer() {
        List<Answer> answers = List.of(
                Answer.of(200, "{\"status\":\"HOLD\"}"),
                Answer.of(404, "x".repeat(20_000)),
                Answer.of(500, "x".repeat(20_000)),
                Answer.of(204, ""));
        // Twice the connections that the client has: one that is not given back would block the test.
        int calls = 100;
        try (TestReservationApi api = new TestReservationApi(base)) {
            for (int call = 0; call < calls; call++) {
                Answer answer = answers.get(call % answers.size());
                api.answers(call < calls - 1 ? answer.keepingTheConnection() : answer);
                try {
                    reservations.change(RESERVATION, EXPIRE);
                } catch (PermanentFailure | TransientFailure expected) {
                    assertThat(expected.detail()).contains("PATCH answered");
                }
            }

            assertThat(api.requests()).hasSize(calls);
            assertThat(api.connections()).isOne();
        }
    }

    /** Until the listener is closed. Promises more than it sends. */
    private static void cutEveryAnswerOff(ServerSocket listener) {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept()) {
                if (client.getInputStream().read(new byte[8192]) > 0) {
                    client.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"status\":\"HOLD\""
                                    .getBytes(StandardCharsets.US_ASCII));
                    client.shutdownOutput();
                    client.getInputStream().readAllBytes();
                }
            } catch (IOException e) {
                // Either the client was faster, or the loop ends.
            }
        }
    }

    /** Until the listener is closed. A close without lingering sends RST instead of FIN. */
    private static void resetEveryConnection(ServerSocket listener) {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept()) {
                if (client.getInputStream().read() >= 0) {
                    client.setSoLinger(true, 0);
                }
            } catch (IOException e) {
                // Either the client was faster, or the loop ends.
            }
        }
    }
}
