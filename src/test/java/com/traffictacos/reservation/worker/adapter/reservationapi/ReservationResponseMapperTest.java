package com.traffictacos.reservation.worker.adapter.reservationapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.EventFailure;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.Throttled;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.Reservations.ChangeResult;
import com.traffictacos.reservation.worker.handler.Reservations.Reservation;
import com.traffictacos.reservation.worker.handler.Reservations.ReservationStatus;
import jakarta.ws.rs.ProcessingException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReservationResponseMapperTest {

    private static final ReservationId RESERVATION = new ReservationId("rsv_456");
    private static final Instant NOW = Instant.parse("2025-01-23T10:00:00Z");

    private final ReservationResponseMapper answers = new ReservationResponseMapper(Clock.fixed(NOW, ZoneOffset.UTC));

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void takesAnySuccessForDone(int status) {
        assertThat(answers.changed(answer(status, "{}"))).isEqualTo(new ChangeResult.Changed(Optional.empty()));
    }

    @Test
    void tellsOrderThatBookNames() {
        assertThat(answers.changed(answer(200, "{\"order_id\":\"ord_xyz\"}")))
                .isEqualTo(new ChangeResult.Changed(Optional.of("ord_xyz")));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "OK", "[]", "{\"order_id\":", "{\"order_id\":7}", "{\"order_id\":\"\"}"})
    void takesChangeForDoneWhateverTheBodyLooksLike(@Nullable String body) {
        assertThat(answers.changed(new HttpResponse(200, Optional.empty(), Optional.ofNullable(body))))
                .isEqualTo(new ChangeResult.Changed(Optional.empty()));
    }

    @Test
    void takesConflictOfChangeForHavingMovedOn() {
        assertThat(answers.changed(answer(409, "{}"))).isEqualTo(new ChangeResult.Conflict());
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 501, 502, 503, 504, 599})
    void takesPassingStatusesForTransient(int status) {
        for (EventFailure failure : failures(answer(status, ""))) {
            assertThat(failure)
                    .isInstanceOfSatisfying(
                            TransientFailure.class,
                            passing -> assertThat(passing.dependency()).isEqualTo(Dependency.RESERVATION_API))
                    .hasMessageContaining(Integer.toString(status));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 300, 301, 302, 304, 307, 308, 600})
    void takesStatusesOfNoServiceAtWorkForTransient(int status) {
        assertThat(failures(answer(status, ""))).allMatch(TransientFailure.class::isInstance);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 503})
    void waitsAsLongAsItIsAskedTo(int status) {
        HttpResponse answer = new HttpResponse(status, Optional.of("7"), Optional.of(""));

        for (EventFailure failure : failures(answer)) {
            assertThat(failure).isInstanceOfSatisfying(Throttled.class, throttled -> {
                assertThat(throttled.retryAfter()).isEqualTo(Duration.ofSeconds(7));
                assertThat(throttled.dependency()).isEqualTo(Dependency.RESERVATION_API);
            });
        }
    }

    @Test
    void waitsUntilTheDateThatItIsTold() {
        HttpResponse answer = new HttpResponse(503, Optional.of("Thu, 23 Jan 2025 10:01:00 GMT"), Optional.of(""));

        assertThat(changeFailure(answer))
                .isInstanceOfSatisfying(
                        Throttled.class,
                        throttled -> assertThat(throttled.retryAfter()).isEqualTo(Duration.ofMinutes(1)));
    }

    @Test
    void takesUnreadableRetryAfterForNone() {
        assertThat(changeFailure(new HttpResponse(429, Optional.of("soon"), Optional.of(""))))
                .isInstanceOf(TransientFailure.class);
    }

    @Test
    void refusesForGoodWhateverRetryAfterSays() {
        assertThat(changeFailure(new HttpResponse(400, Optional.of("7"), Optional.of(""))))
                .isInstanceOf(PermanentFailure.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 405, 406, 410, 413, 415, 422, 451, 499})
    void takesOtherRefusalsForPermanent(int status) {
        for (EventFailure failure : failures(answer(status, ""))) {
            assertThat(reasonOf(failure)).isEqualTo(FailureReason.RESERVATION_REJECTED);
            assertThat(failure).hasMessageContaining(Integer.toString(status));
        }
    }

    /** A wrong base path, a mesh policy, an expired token: every event is refused in the same way. */
    @ParameterizedTest
    @ValueSource(ints = {401, 402, 403, 404, 405, 406, 407, 410, 413, 415, 451, 499})
    void knowsRefusalsThatMayBeAboutTheCaller(int status) {
        for (EventFailure failure : failures(answer(status, ""))) {
            assertThat(refusalOf(failure)).hasValue(Integer.toString(status));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 422})
    void knowsRefusalsThatAreAboutTheEvent(int status) {
        for (EventFailure failure : failures(answer(status, ""))) {
            assertThat(refusalOf(failure)).isEmpty();
        }
    }

    @Test
    void takesConflictOfReadForTheEventsFault() {
        assertThat(refusalOf(readFailure(answer(409, "")))).isEmpty();
    }

    @Test
    void takesConflictOfReadForPermanent() {
        assertThat(reasonOf(readFailure(answer(409, "")))).isEqualTo(FailureReason.RESERVATION_REJECTED);
    }

    @Test
    void saysWhenThereIsNoSuchReservation() {
        for (EventFailure failure : failures(answer(404, ""))) {
            assertThat(reasonOf(failure)).isEqualTo(FailureReason.RESERVATION_NOT_FOUND);
        }
    }

    @Test
    void readsReservation() {
        String body = """
                {"reservation_id":"rsv_456","event_id":"evt_789","user_id":"usr_1","status":"HOLD",
                 "seat_ids":["A1","A2"],"quantity":2,"total_price":{"amount":120000,"currency":"KRW"},
                 "hold_expires_at":"2025-01-23T10:00:00Z","created_at":null,"updated_at":null}
                """;

        assertThat(answers.found(RESERVATION, answer(200, body)))
                .isEqualTo(new Reservation(
                        RESERVATION,
                        ReservationStatus.HOLD,
                        Optional.of(new ConcertId("evt_789")),
                        Optional.of(SeatSelection.ofSeats(List.of("A1", "A2"))),
                        Optional.of("usr_1"),
                        Optional.of(Instant.parse("2025-01-23T10:00:00Z"))));
    }

    @ParameterizedTest
    @CsvSource({
        "HOLD, HOLD",
        "CONFIRMED, CONFIRMED",
        "CANCELLED, CANCELLED",
        "EXPIRED, EXPIRED",
        "REFUNDED, UNKNOWN",
        "UNKNOWN, UNKNOWN",
        "hold, UNKNOWN",
        "'', UNKNOWN"
    })
    void knowsFourStatuses(String word, ReservationStatus status) {
        assertThat(answers.found(RESERVATION, answer(200, "{\"status\":\"" + word + "\"}"))
                        .status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"status\":null}", "{\"status\":1}"})
    void knowsNoStatusWhereNoneIsTold(String body) {
        assertThat(answers.found(RESERVATION, answer(200, body)))
                .isEqualTo(new Reservation(
                        RESERVATION,
                        ReservationStatus.UNKNOWN,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "OK", "[]", "{\"status\":\"HOLD\""})
    void takesUnreadableReservationForTransient(@Nullable String body) {
        assertThat(readFailure(new HttpResponse(200, Optional.empty(), Optional.ofNullable(body))))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("readable");
    }

    @Test
    void takesAnotherReservationThanAskedForForTransient() {
        assertThat(readFailure(answer(200, "{\"reservation_id\":\"rsv_457\",\"status\":\"HOLD\"}")))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("another");
    }

    @Property
    void hasAVerdictOnEveryStatusAndBody(
            @ForAll @IntRange(min = 100, max = 999) int status, @ForAll String retryAfter, @ForAll String body) {
        HttpResponse answer = new HttpResponse(status, Optional.of(retryAfter), Optional.of(body));

        assertThat(catchThrowableOfType(RuntimeException.class, () -> answers.changed(answer)))
                .matches(failure -> failure == null || failure instanceof EventFailure);
        assertThat(catchThrowableOfType(RuntimeException.class, () -> answers.found(RESERVATION, answer)))
                .matches(failure -> failure == null || failure instanceof EventFailure);
    }

    static Stream<Exception> causesOfUnreachableService() {
        return Stream.of(
                new ConnectException("refused"),
                new UnknownHostException("reservation-api"),
                new NoRouteToHostException());
    }

    @ParameterizedTest
    @MethodSource("causesOfUnreachableService")
    void saysThatServiceIsUnavailableWhenItCannotBeReached(Exception cause) {
        assertThat(ReservationResponseMapper.unanswered(new ProcessingException(cause)))
                .isInstanceOfSatisfying(
                        DependencyUnavailable.class,
                        failure -> assertThat(failure.dependency()).isEqualTo(Dependency.RESERVATION_API));
    }

    static Stream<Exception> causesOfNoAnswer() {
        return Stream.of(new SocketException("Connection reset"), new SocketTimeoutException("Read timed out"));
    }

    @ParameterizedTest
    @MethodSource("causesOfNoAnswer")
    void takesLostAnswerForTransient(Exception cause) {
        assertThat(ReservationResponseMapper.unanswered(new ProcessingException(cause)))
                .isInstanceOf(TransientFailure.class)
                .hasCauseInstanceOf(ProcessingException.class);
    }

    private static HttpResponse answer(int status, String body) {
        return new HttpResponse(status, Optional.empty(), Optional.of(body));
    }

    private List<EventFailure> failures(HttpResponse answer) {
        return List.of(changeFailure(answer), readFailure(answer));
    }

    private EventFailure changeFailure(HttpResponse answer) {
        return catchThrowableOfType(EventFailure.class, () -> answers.changed(answer));
    }

    private EventFailure readFailure(HttpResponse answer) {
        return catchThrowableOfType(EventFailure.class, () -> answers.found(RESERVATION, answer));
    }

    private static Optional<String> refusalOf(EventFailure failure) {
        assertThat(failure).isInstanceOf(PermanentFailure.class);
        return ((PermanentFailure) failure).refusal();
    }

    private static FailureReason reasonOf(EventFailure failure) {
        return failure instanceof PermanentFailure permanent ? permanent.reason() : FailureReason.UNEXPECTED_ERROR;
    }
}
