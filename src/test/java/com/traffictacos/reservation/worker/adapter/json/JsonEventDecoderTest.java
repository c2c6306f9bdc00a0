package com.traffictacos.reservation.worker.adapter.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.traffictacos.reservation.worker.event.EventHeader;
import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.event.PaymentApproved;
import com.traffictacos.reservation.worker.event.PaymentFailed;
import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.ReservationExpired;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.InvalidEvent;
import com.traffictacos.reservation.worker.fixture.BrokenBody;
import com.traffictacos.reservation.worker.fixture.EventMessages;
import com.traffictacos.reservation.worker.fixture.Events;
import com.traffictacos.reservation.worker.fixture.Shape;
import com.traffictacos.reservation.worker.pipeline.delivery.EventDecoder.Decoded;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonEventDecoderTest {

    private final JsonEventDecoder decoder = new JsonEventDecoder();

    @Test
    void readsTheFlatEnvelopeOfTheContract() {
        String body = """
                {
                  "id": "evt_0b1c", "type": "reservation.expired", "source": "reservation-api",
                  "detail": {"reservation_id": "rsv_456", "event_id": "evt_789", "qty": 2, "seat_ids": ["A1", "A2"]},
                  "time": "2025-01-23T10:00:00Z", "trace_id": "5b8aa5a2d2c872e8321cf37308d69df2",
                  "version": "1.0", "region": "ap-northeast-2", "account": "123456789012"
                }
                """;

        Decoded decoded = decoder.decode(EventMessages.withBody(body));

        assertThat(decoded).isInstanceOfSatisfying(Decoded.Event.class, event -> {
            ReservationExpired expected = Events.expired("rsv_456");
            assertThat(event.event())
                    .isEqualTo(new ReservationExpired(
                            new EventHeader(Optional.of("evt_0b1c"), Optional.of(Events.OCCURRED_AT)),
                            expected.reservationId(),
                            expected.eventId(),
                            expected.seats()));
            assertThat(event.trace())
                    .hasValueSatisfying(
                            trace -> assertThat(trace.traceId()).isEqualTo("5b8aa5a2d2c872e8321cf37308d69df2"));
        });
    }

    @Test
    void readsTheEventBridgeEnvelope() {
        PaymentApproved event = Events.approved("rsv_1");

        assertThat(event(Shape.EVENT_BRIDGE.render(event))).isEqualTo(event);
    }

    @Test
    void takesTheAliasOfExpired() {
        ReservationExpired event = Events.expired("rsv_1");
        String body = Shape.FLAT.render(event).replace("reservation.expired", "reservation.hold.expired");

        assertThat(event(body)).isEqualTo(event);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PAYMENT_STATUS_APPROVED", "APPROVED", "COMPLETED", "PAYMENT_STATUS_COMPLETED"})
    void readsApprovedStatusOfPaymentService(String status) {
        assertThat(event(paymentStatus(status))).isInstanceOfSatisfying(PaymentApproved.class, event -> {
            assertThat(event.reservationId().value()).isEqualTo("rsv_1");
            assertThat(event.paymentIntentId().value()).isEqualTo("pay_1");
            assertThat(event.concert()).isEmpty();
            assertThat(event.seats()).isEmpty();
            assertThat(event.userId()).contains("usr_1");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"PAYMENT_STATUS_FAILED", "FAILED", "PAYMENT_STATUS_CANCELLED", "CANCELLED"})
    void readsFailedStatusOfPaymentService(String status) {
        assertThat(event(paymentStatus(status))).isInstanceOfSatisfying(PaymentFailed.class, event -> {
            assertThat(event.reservationId().value()).isEqualTo("rsv_1");
            assertThat(event.paymentIntentId().value()).isEqualTo("pay_1");
            assertThat(event.errorCode()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"PENDING", "PROCESSING", "PAYMENT_STATUS_PENDING", "REFUNDED", "approved"})
    void findsNothingToDoInOtherStatusOfPaymentService(String status) {
        assertThat(decoder.decode(EventMessages.withBody(paymentStatus(status))))
                .isInstanceOfSatisfying(Decoded.NothingToDo.class, nothing -> {
                    assertThat(nothing.type()).isEqualTo(EventType.UNKNOWN);
                    assertThat(nothing.why()).isNotBlank();
                });
    }

    @Test
    void keepsTraceOfAnEventThatAsksForNothing() {
        String body = paymentStatus("PENDING")
                .replace("{\"version\"", "{\"trace_id\":\"5b8aa5a2d2c872e8321cf37308d69df2\",\"version\"");

        assertThat(decoder.decode(EventMessages.withBody(body)).trace()).isPresent();
    }

    @ParameterizedTest
    @MethodSource("com.traffictacos.reservation.worker.fixture.BrokenBody#all")
    void refusesABrokenBodyForItsReason(BrokenBody broken) {
        InvalidEvent refusal = refusal(broken.body());

        assertThat(refusal.reason()).isEqualTo(broken.reason());
        assertThat(refusal.detail()).isNotBlank();
    }

    @Test
    void tellsFieldAndRuleButNeverTheValue() {
        String body = Shape.FLAT.render(Events.expired("rsv_1")).replace("rsv_1", "4111 1111 1111 1111");

        InvalidEvent refusal = refusal(body);

        assertThat(refusal.detail()).contains("reservation_id").doesNotContain("4111");
        assertThat(refusal.getCause()).isNull();
    }

    @Test
    void tellsThePlaceOfASyntaxErrorButNothingOfTheBody() {
        InvalidEvent refusal = refusal("{\"card\": 4111111111111111 x}");

        assertThat(refusal.detail()).contains("line 1").doesNotContain("4111");
        assertThat(refusal.getCause()).isNull();
    }

    @Test
    void readsDetailThatStandsBeforeType() {
        String body = """
                {"detail":{"qty":3,"event_id":"evt_1","reservation_id":"rsv_1"},"type":"reservation.expired"}""";

        assertThat(event(body))
                .isInstanceOfSatisfying(
                        ReservationExpired.class,
                        expired -> assertThat(expired.seats()).isEqualTo(SeatSelection.ofQuantity(3)));
    }

    @Test
    void letsTypeCountWhereBothTypesStand() {
        ReservationExpired expired = Events.expired("rsv_1");
        String body = Shape.FLAT.render(expired).replace("{\"type\"", "{\"detail-type\":\"payment.failed\",\"type\"");

        assertThat(event(body)).isEqualTo(expired);
    }

    @Test
    void refusesUnknownTypeAlsoWhereDetailTypeIsKnown() {
        String body = Shape.EVENT_BRIDGE
                .render(Events.expired("rsv_1"))
                .replace("{\"version\"", "{\"type\":\"other\",\"version\"");

        assertThat(refusal(body).reason()).isEqualTo(FailureReason.UNKNOWN_TYPE);
    }

    @Test
    void takesDetailTypeWhereTypeIsNull() {
        ReservationExpired expired = Events.expired("rsv_1");
        String body = Shape.EVENT_BRIDGE.render(expired).replace("{\"version\"", "{\"type\":null,\"version\"");

        assertThat(event(body)).isEqualTo(expired);
    }

    @Test
    void letsTheLastOfTwoEqualKeysCount() {
        ReservationExpired expired = Events.expired("rsv_1");
        String body = Shape.FLAT
                .render(expired)
                .replace("\"detail\":{", "\"type\":\"payment.failed\",\"detail\":{\"reservation_id\":7,")
                .replace("{\"type\":\"reservation.expired\"", "{\"type\":false")
                .replaceAll("}$", ",\"type\":\"reservation.expired\"}");

        assertThat(event(body)).isEqualTo(expired);
    }

    @Test
    void takesTheLastOfTwoDetailsAloneAndMixesNothing() {
        String body = """
                {"type":"reservation.expired","detail":{"reservation_id":"rsv_1","event_id":"evt_1","qty":1},
                 "detail":{"reservation_id":"rsv_2"}}""";

        assertThat(refusal(body).reason()).isEqualTo(FailureReason.MISSING_FIELD);
    }

    @Test
    void ignoresFieldsThatItDoesNotKnowWhateverTheyHold() {
        ReservationExpired expired = Events.expired("rsv_1");
        String extra = "\"x\":{\"detail\":{\"qty\":[1,{\"y\":null}]}},\"expires_at\":5,\"user_id\":{\"a\":[]},\"n\":"
                + "9".repeat(3_000) + ",\"s\":\"\\ud800\",";
        String body = Shape.FLAT
                .render(expired)
                .replace("\"detail\":{", extra + "\"detail\":{" + extra)
                .replace("\"id\"", "\"resources\":[[],{}],\"id\"");

        assertThat(event(body)).isEqualTo(expired);
    }

    @ParameterizedTest
    @CsvSource({"2.0,2", "1e2,100", "1E+1,10", "20e-1,2", "100.000,100"})
    void takesAWholeNumberInAnySpelling(String spelling, int quantity) {
        String body = """
                {"type":"reservation.expired","detail":{"reservation_id":"r","event_id":"e","qty":%s}}""".formatted(spelling);

        assertThat(event(body))
                .isInstanceOfSatisfying(
                        ReservationExpired.class,
                        expired -> assertThat(expired.seats()).isEqualTo(SeatSelection.ofQuantity(quantity)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"qty\":1,\"seat_ids\":[\"A1\",\"A2\"]",
                "\"qty\":3,\"seat_ids\":[\"A1\",\"A2\"]",
                "\"qty\":2,\"seat_ids\":[\"A1\",\"A1\"]",
                "\"seat_ids\":[\"A1\",\"A2\",\"A1\"]"
            })
    void refusesSeatsThatContradictTheirNumberOrEachOther(String seats) {
        for (String head : List.of(
                "{\"type\":\"reservation.expired\",\"detail\":{\"event_id\":\"e\",",
                "{\"type\":\"payment.approved\",\"detail\":{\"payment_intent_id\":\"p\",",
                "{\"type\":\"payment.failed\",\"detail\":{\"payment_intent_id\":\"p\",")) {
            InvalidEvent refusal = refusal(head + "\"reservation_id\":\"r\"," + seats + "}}");

            assertThat(refusal.reason()).isEqualTo(FailureReason.INVALID_FIELD);
            assertThat(refusal.detail()).startsWith("seat_ids: ").doesNotContain("A1");
        }
    }

    @Test
    void takesSeatsWhoseNumberIsGivenAsWell() {
        String body = """
                {"type":"reservation.expired","detail":{"reservation_id":"r","event_id":"e","qty":2,
                 "seat_ids":["A1","a1"]}}""";

        assertThat(event(body))
                .isInstanceOfSatisfying(
                        ReservationExpired.class,
                        expired -> assertThat(expired.seats()).isEqualTo(SeatSelection.ofSeats(List.of("A1", "a1"))));
    }

    @Test
    void takesAnEmptyListOfSeatsAsNone() {
        String body = """
                {"type":"reservation.expired","detail":{"reservation_id":"r","event_id":"e","qty":4,"seat_ids":[]}}""";

        assertThat(event(body))
                .isInstanceOfSatisfying(
                        ReservationExpired.class,
                        expired -> assertThat(expired.seats()).isEqualTo(SeatSelection.ofQuantity(4)));
    }

    @Test
    void takesAHundredSeats() {
        List<String> seats = IntStream.range(0, 100).mapToObj(i -> "S" + i).toList();
        ReservationExpired base = Events.expired("rsv_1");
        ReservationExpired event = new ReservationExpired(
                base.header(), base.reservationId(), base.eventId(), SeatSelection.ofSeats(seats));

        assertThat(event(Shape.FLAT.render(event))).isEqualTo(event);
    }

    @Test
    void takesNullOfAnOptionalFieldAsMissing() {
        String body = """
                {"type":"payment.failed","id":null,"time":null,"detail":{"reservation_id":"r","payment_intent_id":"p",
                 "event_id":null,"qty":null,"seat_ids":null,"amount":null,"currency":null,"error_code":null,
                 "error_message":null,"user_id":null}}""";

        assertThat(event(body)).isInstanceOfSatisfying(PaymentFailed.class, failed -> {
            assertThat(failed.header()).isEqualTo(EventHeader.NONE);
            assertThat(failed.concert()).isEmpty();
            assertThat(failed.seats()).isEmpty();
            assertThat(failed.errorCode()).isEmpty();
        });
    }

    @Test
    void takesAmountsOfUpTo64Bits() {
        String body = Shape.FLAT
                .render(Events.approved("rsv_1"))
                .replace("\"amount\":50000", "\"amount\":9223372036854775807");

        assertThat(event(body)).isEqualTo(Events.approved("rsv_1"));
    }

    @Test
    void leavesFieldsOfOtherEventsAlone() {
        String body = """
                {"type":"reservation.expired","detail":{"reservation_id":"r","event_id":"e","qty":1,
                 "payment_intent_id":5,"amount":-1,"currency":"?","error_code":[]}}""";

        assertThat(event(body)).isInstanceOf(ReservationExpired.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"yesterday\"", "1737626400", "\"\"", "{}", "\"2025-13-40T99:99:99Z\""})
    void takesAnUnreadableTimeAsMissing(String time) {
        String body = Shape.FLAT.render(Events.expired("rsv_1")).replace("\"2025-01-23T10:00:00Z\"", time);

        assertThat(event(body).header().occurredAt()).isEmpty();
    }

    @Test
    void readsTimeWithAnOffset() {
        String body = Shape.FLAT
                .render(Events.expired("rsv_1"))
                .replace("2025-01-23T10:00:00Z", "2025-01-23T19:00:00.25+09:00");

        assertThat(event(body).header().occurredAt()).contains(Instant.parse("2025-01-23T10:00:00.250Z"));
    }

    @Test
    void readsABodyThatIsNestedToTheLimit() {
        int inner = JsonCursor.MAX_DEPTH - 1;
        String body = Shape.FLAT
                .render(Events.expired("rsv_1"))
                .replace("{\"type\"", "{\"x\":" + "[".repeat(inner) + "]".repeat(inner) + ",\"type\"");

        assertThat(event(body)).isEqualTo(Events.expired("rsv_1"));
        assertThatExceptionOfType(InvalidEvent.class).isThrownBy(() -> event(body.replace("[]", "[[]]")));
    }

    private ReservationEvent event(String body) {
        Decoded decoded = decoder.decode(EventMessages.withBody(body));
        assertThat(decoded).isInstanceOf(Decoded.Event.class);
        return ((Decoded.Event) decoded).event();
    }

    private InvalidEvent refusal(String body) {
        InvalidEvent refusal =
                catchThrowableOfType(InvalidEvent.class, () -> decoder.decode(EventMessages.withBody(body)));
        assertThat(refusal).isNotNull();
        return refusal;
    }

    private static String paymentStatus(String status) {
        return """
                {"version":"0","id":"e-1","detail-type":"Payment Status Updated","source":"payment","account":"1",\
                "time":"2025-01-23T10:00:00Z","region":"ap-northeast-2","resources":[],"detail":{"payment_id":"pay_1",\
                "reservation_id":"rsv_1","user_id":"usr_1","status":"%s","amount":50000,"currency":"KRW",\
                "timestamp":"2025-01-23T10:00:00Z","event_type":"payment.status_updated"}}""".formatted(status);
    }
}
