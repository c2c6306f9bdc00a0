package com.traffictacos.reservation.worker.operations.admin.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.Timestamp;
import com.traffic_tacos.common.v1.ErrorCode;
import com.traffic_tacos.reservation.v1.PaymentEventData;
import com.traffic_tacos.reservation.v1.PaymentResultType;
import com.traffic_tacos.reservation.v1.ProcessPaymentResultRequest;
import com.traffic_tacos.reservation.v1.ProcessReservationExpiryRequest;
import com.traffic_tacos.reservation.v1.ProcessingStatus;
import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.EventHeader;
import com.traffictacos.reservation.worker.event.EventType;
import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.ReservationExpired;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.event.TraceParent;
import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.HoldNotExpired;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.Throttled;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.HandlerResult;
import com.traffictacos.reservation.worker.operations.admin.grpc.ManualEventRunner.Ended;
import com.traffictacos.reservation.worker.pipeline.delivery.Disposition;
import com.traffictacos.reservation.worker.pipeline.delivery.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventRequestsTest {

    private static final TraceParent TRACE =
            new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);

    @Test
    void makesAnExpiry() {
        assertThat(EventRequests.expiry(expiry().addSeatIds("A1")
                        .setCorrelationId("c")
                        .setExpiredAt(Timestamp.newBuilder().setSeconds(1).setNanos(2))
                        .build()))
                .isEqualTo(new ReservationExpired(
                        new EventHeader(Optional.of("c"), Optional.of(Instant.ofEpochSecond(1, 2))),
                        new ReservationId("rsv"),
                        new ConcertId("evt"),
                        SeatSelection.ofSeats(List.of("A1"))));
    }

    static Stream<Arguments> brokenExpiries() {
        return Stream.of(
                Arguments.of(expiry(), "quantity"),
                Arguments.of(expiry().setQuantity(-1), "quantity"),
                Arguments.of(expiry().setQuantity(101), "quantity"),
                Arguments.of(expiry().addSeatIds(" "), "seat_ids"),
                Arguments.of(expiry().addSeatIds("A1").addSeatIds("A1"), "seat_ids"),
                Arguments.of(expiry().addSeatIds("A1").addSeatIds("A1").setQuantity(2), "seat_ids"),
                Arguments.of(expiry().addSeatIds("A1").addSeatIds("A2").setQuantity(3), "seat_ids"),
                Arguments.of(expiry().addSeatIds("A1").setQuantity(-1), "seat_ids"),
                Arguments.of(expiry().setQuantity(1).setExpiredAt(seconds(Long.MAX_VALUE)), "expired_at"),
                Arguments.of(expiry().setQuantity(1).setExpiredAt(seconds(Long.MIN_VALUE)), "expired_at"),
                Arguments.of(expiry().setQuantity(1).setExpiredAt(seconds(253_402_300_800L)), "expired_at"),
                Arguments.of(expiry().setQuantity(1).setExpiredAt(seconds(-62_135_596_801L)), "expired_at"),
                Arguments.of(
                        expiry().setQuantity(1)
                                .setExpiredAt(Timestamp.newBuilder().setNanos(-1)),
                        "expired_at"),
                Arguments.of(
                        expiry().setQuantity(1)
                                .setExpiredAt(Timestamp.newBuilder().setNanos(1_000_000_000)),
                        "expired_at"),
                Arguments.of(expiry().setQuantity(1).setReservationId(""), "reservation_id"),
                Arguments.of(expiry().setQuantity(1).setReservationId("a/b"), "reservation_id"),
                Arguments.of(expiry().setQuantity(1).setEventId(".."), "event_id"),
                Arguments.of(expiry().setQuantity(1).setCorrelationId("a\nb"), "correlation_id"),
                Arguments.of(expiry().setQuantity(1).setCorrelationId("x".repeat(129)), "correlation_id"));
    }

    @ParameterizedTest
    @MethodSource("brokenExpiries")
    void namesTheFieldThatBreaksItsRule(ProcessReservationExpiryRequest.Builder request, String field) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventRequests.expiry(request.build()))
                .satisfies(refusal -> assertThat(
                                EventResponses.invalid(refusal).getDetails(0).getField())
                        .isEqualTo(field));
    }

    @ParameterizedTest
    @EnumSource(
            value = PaymentResultType.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"UNRECOGNIZED", "PAYMENT_RESULT_TYPE_UNSPECIFIED"})
    void makesEventsOfResultsThatAreFinal(PaymentResultType type) {
        Optional<EventType> expected = switch (type) {
            case PAYMENT_RESULT_TYPE_APPROVED -> Optional.of(EventType.PAYMENT_APPROVED);
            case PAYMENT_RESULT_TYPE_FAILED, PAYMENT_RESULT_TYPE_CANCELLED -> Optional.of(EventType.PAYMENT_FAILED);
            default -> Optional.empty();
        };

        assertThat(EventRequests.payment(payment(type).build()).map(ReservationEvent::type))
                .isEqualTo(expected);
    }

    @Test
    void refusesPaymentsThatAreNotClear() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventRequests.payment(payment(PaymentResultType.PAYMENT_RESULT_TYPE_UNSPECIFIED)
                        .build()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventRequests.payment(payment(PaymentResultType.PAYMENT_RESULT_TYPE_APPROVED)
                        .setEventData(PaymentEventData.newBuilder().setPaymentIntentId("another"))
                        .build()))
                .withMessageStartingWith("payment_intent_id");
        assertThatIllegalArgumentException().isThrownBy(() -> EventRequests.retryCount(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> EventRequests.retryCount(1_001));
    }

    static Stream<Arguments> failures() {
        Disposition retry = new Disposition.RetryAfter(Duration.ofSeconds(1));
        return Stream.of(
                Arguments.of(
                        new TransientFailure(Dependency.INVENTORY, "x"), retry, ErrorCode.ERROR_CODE_UPSTREAM_ERROR),
                Arguments.of(
                        new Throttled(Dependency.INVENTORY, "x", Duration.ZERO),
                        retry,
                        ErrorCode.ERROR_CODE_RATE_LIMITED),
                Arguments.of(
                        new DependencyUnavailable(Dependency.INVENTORY, "x", null),
                        retry,
                        ErrorCode.ERROR_CODE_UNAVAILABLE),
                Arguments.of(
                        new HoldNotExpired(Instant.EPOCH, Duration.ofSeconds(9)),
                        retry,
                        ErrorCode.ERROR_CODE_FAILED_PRECONDITION),
                Arguments.of(new IllegalStateException("secret"), retry, ErrorCode.ERROR_CODE_INTERNAL));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void saysThatFailuresWhichPassAreWorthARetry(RuntimeException failure, Disposition retry, ErrorCode code) {
        Ended ended = new Ended(retry, Optional.empty(), Optional.of(failure), TRACE);

        assertThat(EventResponses.status(ended)).isEqualTo(ProcessingStatus.PROCESSING_STATUS_RETRY);
        assertThat(EventResponses.nextAction(ended)).isEqualTo("retry");
        assertThat(EventResponses.error(ended)).hasValueSatisfying(error -> {
            assertThat(error.getCode()).isEqualTo(code);
            assertThat(error.getTraceId()).isEqualTo(TRACE.traceId());
            assertThat(error.getMessage()).doesNotContain("secret");
        });
    }

    @ParameterizedTest
    @EnumSource(FailureReason.class)
    void hasACodeForEveryReason(FailureReason reason) {
        Ended ended = new Ended(
                new Disposition.SendToDeadLetterQueue(reason, "x", Outcome.DOWNSTREAM_ERROR),
                Optional.empty(),
                Optional.of(new PermanentFailure(reason, "x")),
                TRACE);

        assertThat(EventResponses.nextAction(ended)).isEqualTo("dlq");
        assertThat(EventResponses.error(ended)).hasValueSatisfying(error -> {
            assertThat(error.getCode()).isNotEqualTo(ErrorCode.ERROR_CODE_UNSPECIFIED);
            assertThat(error.getDetails(0).getReason()).isEqualTo(reason.word());
        });
    }

    @Test
    void saysWhyAStaleEventWasSkipped() {
        Ended ended = new Ended(
                new Disposition.Acknowledge(Outcome.SKIPPED),
                Optional.of(new HandlerResult.Skipped("the reservation is CONFIRMED")),
                Optional.empty(),
                TRACE);

        assertThat(EventResponses.status(ended)).isEqualTo(ProcessingStatus.PROCESSING_STATUS_SKIPPED);
        assertThat(EventResponses.nextAction(ended)).isEqualTo("completed");
        assertThat(EventResponses.error(ended))
                .hasValueSatisfying(error -> assertThat(error.getMessage()).contains("CONFIRMED"));
    }

    @Test
    void refusesATimeOfAPaymentThatIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventRequests.payment(payment(PaymentResultType.PAYMENT_RESULT_TYPE_APPROVED)
                        .setEventData(PaymentEventData.newBuilder().setProcessedAt(seconds(Long.MAX_VALUE)))
                        .build()))
                .withMessageStartingWith("event_data.processed_at");
    }

    private static Timestamp.Builder seconds(long seconds) {
        return Timestamp.newBuilder().setSeconds(seconds);
    }

    private static ProcessReservationExpiryRequest.Builder expiry() {
        return ProcessReservationExpiryRequest.newBuilder()
                .setReservationId("rsv")
                .setEventId("evt");
    }

    private static ProcessPaymentResultRequest.Builder payment(PaymentResultType type) {
        return ProcessPaymentResultRequest.newBuilder()
                .setReservationId("rsv")
                .setPaymentIntentId("pay")
                .setResultType(type);
    }
}
