package com.traffictacos.reservation.worker.sandbox;

import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.EventHeader;
import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.event.PaymentApproved;
import com.traffictacos.reservation.worker.event.PaymentFailed;
import com.traffictacos.reservation.worker.event.PaymentIntentId;
import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.ReservationExpired;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.fixture.Shape;
import com.traffictacos.reservation.worker.sandbox.PlannedReservation.OutgoingMessage;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Makes up reservations and their events. The same seed makes the same world. Confined to one thread at a time. */
public final class ReservationGenerator {

    private static final int CONCERTS = 10;
    private static final Instant FIRST_EVENT = Instant.parse("2025-01-23T10:00:00Z");

    private final InstantSource clock;
    private final EventMix mix;
    private final long seed;
    private final Random random;
    private long number;

    /** Events happen in a time of their own, so that the same seed makes the same bodies. */
    public ReservationGenerator(EventMix mix, long seed) {
        this(mix, seed, InstantSource.fixed(FIRST_EVENT));
    }

    /** @param clock when events happen */
    public ReservationGenerator(EventMix mix, long seed, InstantSource clock) {
        this.clock = clock;
        this.mix = mix;
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** @param room most messages that the next story may take */
    public PlannedReservation next(int room) {
        number++;
        ReservationScript story = mix.next(random, room);
        String reservationId = "rsv_" + Long.toHexString(seed) + "_" + number;
        String concert = "evt_" + (1 + random.nextInt(CONCERTS));
        String userId = "usr_" + random.nextInt(1_000_000);
        SeatSelection seats = seats();
        OutgoingMessage message = message(story, new Subject(reservationId, concert, userId, seats));
        return new PlannedReservation(
                reservationId, concert, userId, seats, story, Collections.nCopies(story.events(), message));
    }

    private record Subject(String reservationId, String concert, String userId, SeatSelection seats) {}

    /** One reservation in six is for a standing area, whose places have no names. */
    private SeatSelection seats() {
        int quantity = 1 + random.nextInt(4);
        if (random.nextInt(6) == 0) {
            return SeatSelection.ofQuantity(quantity);
        }
        return SeatSelection.ofSeats(IntStream.rangeClosed(1, quantity)
                .mapToObj(place -> "S" + Long.toHexString(seed) + "-" + number + "-" + place)
                .toList());
    }

    private OutgoingMessage message(ReservationScript story, Subject subject) {
        List<Shape> fitting = Arrays.stream(Shape.values())
                .filter(shape -> shape.fits(story.type()))
                .toList();
        Shape shape = story == ReservationScript.PAYMENT_PENDING
                ? Shape.PAYMENT_SERVICE
                : fitting.get(random.nextInt(fitting.size()));
        JsonObject json = shape.json(event(story.type(), subject));
        if (story == ReservationScript.PAYMENT_PENDING) {
            JsonObject detail = JsonText.BUILD
                    .createObjectBuilder(json.getJsonObject("detail"))
                    .add("status", "PAYMENT_STATUS_PENDING")
                    .build();
            json = JsonText.BUILD
                    .createObjectBuilder(json)
                    .add("detail", detail)
                    .build();
        }
        return traced(json);
    }

    /** The trace in one of the forms of contract section 1, or none. */
    private OutgoingMessage traced(JsonObject json) {
        String traceId = hex(16);
        String traceParent = "00-" + traceId + "-" + hex(8) + "-01";
        return switch (random.nextInt(4)) {
            case 0 -> new OutgoingMessage(json.toString(), Map.of("traceparent", traceParent));
            case 1 -> new OutgoingMessage(withTraceId(json, traceParent), Map.of());
            case 2 -> new OutgoingMessage(withTraceId(json, traceId), Map.of());
            default -> new OutgoingMessage(json.toString(), Map.of());
        };
    }

    private static String withTraceId(JsonObject json, String traceId) {
        return JsonText.BUILD
                .createObjectBuilder(json)
                .add("trace_id", traceId)
                .build()
                .toString();
    }

    private String hex(int bytes) {
        byte[] drawn = new byte[bytes];
        random.nextBytes(drawn);
        // All zero would be no id.
        drawn[0] |= 1;
        return HexFormat.of().formatHex(drawn);
    }

    private ReservationEvent event(EventType type, Subject subject) {
        EventHeader header = new EventHeader(Optional.of("msg_" + number), Optional.of(clock.instant()));
        ReservationId reservationId = new ReservationId(subject.reservationId());
        ConcertId concert = new ConcertId(subject.concert());
        if (type == EventType.RESERVATION_EXPIRED) {
            return new ReservationExpired(header, reservationId, concert, subject.seats());
        }
        PaymentIntentId payment = new PaymentIntentId("pay_" + subject.reservationId());
        // One in four leaves the concert, or the seats, to the look-up.
        Optional<ConcertId> named = random.nextInt(4) == 0 ? Optional.empty() : Optional.of(concert);
        Optional<SeatSelection> seats = random.nextInt(4) == 0 ? Optional.empty() : Optional.of(subject.seats());
        return type == EventType.PAYMENT_APPROVED
                ? new PaymentApproved(header, reservationId, payment, named, seats, Optional.of(subject.userId()))
                : new PaymentFailed(header, reservationId, payment, named, seats, Optional.of("insufficient_funds"));
    }
}
