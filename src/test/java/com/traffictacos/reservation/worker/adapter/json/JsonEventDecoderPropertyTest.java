package com.traffictacos.reservation.worker.adapter.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.EventHeader;
import com.traffictacos.reservation.worker.event.PaymentApproved;
import com.traffictacos.reservation.worker.event.PaymentFailed;
import com.traffictacos.reservation.worker.event.PaymentIntentId;
import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.ReservationExpired;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.event.failure.InvalidEvent;
import com.traffictacos.reservation.worker.fixture.EventMessages;
import com.traffictacos.reservation.worker.fixture.Shape;
import com.traffictacos.reservation.worker.pipeline.delivery.EventDecoder.Decoded;
import jakarta.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.time.api.DateTimes;

/** Properties that hold for every body, whoever wrote it. */
class JsonEventDecoderPropertyTest {

    private static final List<String> KEYS = List.of(
            "type",
            "detail-type",
            "detail",
            "id",
            "time",
            "trace_id",
            "reservation_id",
            "event_id",
            "qty",
            "seat_ids",
            "payment_intent_id",
            "payment_id",
            "status",
            "amount",
            "currency",
            "error_code",
            "x");

    private final JsonEventDecoder decoder = new JsonEventDecoder();

    @Property(tries = 3_000)
    void answersAnyTextWithAnEventOrARefusal(@ForAll String body) {
        decodeOrRefuse(body);
    }

    @Property(tries = 5_000)
    void answersAnyJsonWithAnEventOrARefusal(@ForAll("json") String body) {
        decodeOrRefuse(body);
    }

    @Property(tries = 5_000)
    void answersADamagedBodyWithAnEventOrARefusal(
            @ForAll("events") ReservationEvent event, @ForAll Shape shape, @ForAll("damages") Damage damage) {
        decodeOrRefuse(damage.of(bodyIn(shape, event)));
    }

    @Property(tries = 5_000)
    void answersAnyFieldsInAnyPlaceWithAnEventOrARefusal(@ForAll("envelopes") String body) {
        decodeOrRefuse(body);
    }

    @Property(tries = 5_000)
    void readsBackWhatWasRendered(@ForAll("events") ReservationEvent event) {
        assertThat(decoded(Shape.FLAT.render(event))).isEqualTo(event);
        assertThat(decoded(Shape.EVENT_BRIDGE.render(event))).isEqualTo(event);
    }

    @Property(tries = 1_000)
    void readsBackWhatThePaymentServiceRendered(@ForAll("payments") ReservationEvent event) {
        assertThat(decoded(Shape.PAYMENT_SERVICE.render(event))).isEqualTo(event);
    }

    private void decodeOrRefuse(String body) {
        try {
            assertThat(decoder.decode(EventMessages.withBody(body))).isNotNull();
        } catch (InvalidEvent refusal) {
            assertThat(refusal.detail()).isNotBlank();
        }
    }

    private ReservationEvent decoded(String body) {
        return ((Decoded.Event) decoder.decode(EventMessages.withBody(body))).event();
    }

    private static String bodyIn(Shape shape, ReservationEvent event) {
        return (shape.fits(event.type()) ? shape : Shape.FLAT).render(event);
    }

    /** Replaces some characters of a text by others. */
    record Damage(int position, int length, String replacement) {

        String of(String body) {
            int from = position % body.length();
            int to = Math.min(body.length(), from + length);
            return body.substring(0, from) + replacement + body.substring(to);
        }
    }

    @Provide
    Arbitrary<Damage> damages() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2_000),
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.oneOf(
                                Arbitraries.strings().ofMaxLength(4),
                                Arbitraries.strings()
                                        .withChars("{}[]\",:\\/u0-9.eE+ \n")
                                        .ofMaxLength(4),
                                scalars()))
                .as(Damage::new);
    }

    @Provide
    Arbitrary<String> json() {
        return json(2);
    }

    private static Arbitrary<String> json(int depth) {
        if (depth == 0) {
            return scalars();
        }
        return Arbitraries.oneOf(
                scalars(),
                json(depth - 1).list().ofMaxSize(4).map(items -> "[" + String.join(",", items) + "]"),
                members(json(depth - 1)));
    }

    @Provide
    Arbitrary<String> envelopes() {
        Arbitrary<String> types = Arbitraries.of(
                "\"reservation.expired\"", "\"payment.approved\"", "\"payment.failed\"", "\"Payment Status Updated\"");
        return Combinators.combine(types, members(json(1)), members(json(1)))
                .as((type, outer, detail) -> "{\"type\":%s,\"outer\":%s,\"detail\":%s}".formatted(type, outer, detail));
    }

    private static Arbitrary<String> members(Arbitrary<String> values) {
        return Combinators.combine(Arbitraries.of(KEYS), values)
                .as((key, value) -> "\"" + key + "\":" + value)
                .list()
                .ofMaxSize(6)
                .map(members -> "{" + String.join(",", members) + "}");
    }

    private static Arbitrary<String> scalars() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "null",
                        "true",
                        "false",
                        "\"\"",
                        "\"\\ud800\"",
                        "\"r1\"",
                        "\"KRW\"",
                        "1e999999999",
                        "1e-999999999",
                        "1e99999999999",
                        "-0",
                        "2.0",
                        "9223372036854775808",
                        "\"PAYMENT_STATUS_APPROVED\""),
                Arbitraries.longs().map(Object::toString),
                Arbitraries.bigDecimals().map(Object::toString),
                Arbitraries.strings()
                        .ascii()
                        .ofMaxLength(10)
                        .map(text -> Json.createValue(text).toString()));
    }

    @Provide
    Arbitrary<ReservationEvent> events() {
        Arbitrary<ReservationEvent> expired = Combinators.combine(
                        headers(), ids().map(ReservationId::new), ids().map(ConcertId::new), seats())
                .as(ReservationExpired::new);
        Arbitrary<ReservationEvent> approved = Combinators.combine(
                        headers(),
                        ids().map(ReservationId::new),
                        texts().map(PaymentIntentId::new),
                        ids().map(ConcertId::new).optional(),
                        seats().optional(),
                        texts().optional())
                .as(PaymentApproved::new);
        Arbitrary<ReservationEvent> failed = Combinators.combine(
                        headers(),
                        ids().map(ReservationId::new),
                        texts().map(PaymentIntentId::new),
                        ids().map(ConcertId::new).optional(),
                        seats().optional(),
                        texts().optional())
                .as(PaymentFailed::new);
        return Arbitraries.oneOf(expired, approved, failed);
    }

    @Provide
    Arbitrary<ReservationEvent> payments() {
        Arbitrary<ReservationEvent> approved = Combinators.combine(
                        headers(), ids().map(ReservationId::new), texts().map(PaymentIntentId::new), texts().optional())
                .as((header, id, payment, user) ->
                        new PaymentApproved(header, id, payment, Optional.empty(), Optional.empty(), user));
        Arbitrary<ReservationEvent> failed = Combinators.combine(
                        headers(), ids().map(ReservationId::new), texts().map(PaymentIntentId::new))
                .as((header, id, payment) ->
                        new PaymentFailed(header, id, payment, Optional.empty(), Optional.empty(), Optional.empty()));
        return Arbitraries.oneOf(approved, failed);
    }

    private static Arbitrary<EventHeader> headers() {
        return Combinators.combine(
                        texts().optional(),
                        DateTimes.instants()
                                .between(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"))
                                .optional())
                .as(EventHeader::new);
    }

    private static Arbitrary<String> ids() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .numeric()
                .withChars("._:-")
                .ofMinLength(1)
                .ofMaxLength(128)
                .filter(id -> id.chars().anyMatch(c -> c != '.'));
    }

    private static Arbitrary<SeatSelection> seats() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(1, 100).map(SeatSelection::ofQuantity),
                texts().list().uniqueElements().ofMinSize(1).ofMaxSize(6).map(SeatSelection::ofSeats));
    }

    /** Non-blank texts in any script. */
    private static Arbitrary<String> texts() {
        return Arbitraries.strings()
                .ofMinLength(1)
                .ofMaxLength(20)
                .filter(text -> !text.isBlank() && Unicode.isWellFormed(text));
    }
}
