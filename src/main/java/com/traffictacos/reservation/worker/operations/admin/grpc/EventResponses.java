package com.traffictacos.reservation.worker.operations.admin.grpc;

import com.google.protobuf.Timestamp;
import com.traffic_tacos.common.v1.Error;
import com.traffic_tacos.common.v1.ErrorCode;
import com.traffic_tacos.common.v1.ErrorDetail;
import com.traffic_tacos.common.v1.Seat;
import com.traffic_tacos.common.v1.SeatStatus;
import com.traffic_tacos.reservation.v1.ProcessingStatus;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.EventFailure;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.HoldNotExpired;
import com.traffictacos.reservation.worker.event.failure.InvalidEvent;
import com.traffictacos.reservation.worker.event.failure.LeaseLost;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.Throttled;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.HandlerResult;
import com.traffictacos.reservation.worker.operations.admin.grpc.ManualEventRunner.Ended;
import com.traffictacos.reservation.worker.pipeline.delivery.Disposition;
import com.traffictacos.reservation.worker.pipeline.delivery.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Converts the result of a run to the messages of contract section 7. Stateless. */
final class EventResponses {

    static final String COMPLETED = "completed";
    static final String RETRY = "retry";
    static final String DLQ = "dlq";

    private EventResponses() {}

    static ProcessingStatus status(Ended ended) {
        return switch (ended.disposition()) {
            case Disposition.Acknowledge done ->
                done.outcome() == Outcome.SUCCESS
                        ? ProcessingStatus.PROCESSING_STATUS_SUCCESS
                        : ProcessingStatus.PROCESSING_STATUS_SKIPPED;
            case Disposition.RetryAfter ignored -> ProcessingStatus.PROCESSING_STATUS_RETRY;
            case Disposition.Release ignored -> ProcessingStatus.PROCESSING_STATUS_RETRY;
            case Disposition.SendToDeadLetterQueue ignored -> ProcessingStatus.PROCESSING_STATUS_DLQ;
        };
    }

    static String nextAction(Ended ended) {
        return switch (ended.disposition()) {
            case Disposition.Acknowledge ignored -> COMPLETED;
            case Disposition.RetryAfter ignored -> RETRY;
            case Disposition.Release ignored -> RETRY;
            case Disposition.SendToDeadLetterQueue ignored -> DLQ;
        };
    }

    /** The seats whose status changed, as far as the inventory service named them. */
    static List<Seat> seats(Ended ended, SeatStatus status) {
        return ended.handled().stream()
                .flatMap(handled -> handled instanceof HandlerResult.Completed completed
                        ? completed.seatIds().stream()
                        : java.util.stream.Stream.empty())
                .map(id -> Seat.newBuilder().setId(id).setStatus(status).build())
                .toList();
    }

    static String orderId(Ended ended) {
        return ended.handled().orElse(null) instanceof HandlerResult.Completed completed
                ? completed.orderId().orElse("")
                : "";
    }

    /** What failed; for a stale event, why it was skipped. Empty if the run succeeded. */
    static Optional<Error> error(Ended ended) {
        if (ended.failure().isPresent()) {
            return Optional.of(error(ended.failure().get(), ended));
        }
        return ended.handled().orElse(null) instanceof HandlerResult.Skipped skipped
                ? Optional.of(Error.newBuilder()
                        .setCode(ErrorCode.ERROR_CODE_FAILED_PRECONDITION)
                        .setMessage("nothing to do: " + skipped.why())
                        .setTraceId(ended.trace().traceId())
                        .build())
                : Optional.empty();
    }

    private static Error error(RuntimeException failure, Ended ended) {
        Error.Builder error = Error.newBuilder()
                .setCode(failure instanceof EventFailure verdict ? code(verdict) : ErrorCode.ERROR_CODE_INTERNAL)
                .setMessage(
                        failure instanceof EventFailure verdict
                                ? verdict.detail()
                                : "an unexpected " + failure.getClass().getSimpleName() + "; see the worker's log")
                .setTraceId(ended.trace().traceId());
        if (ended.disposition() instanceof Disposition.SendToDeadLetterQueue deadLetter) {
            error.addDetails(ErrorDetail.newBuilder()
                    .setField("failure_reason")
                    .setReason(deadLetter.reason().word()));
        }
        return error.build();
    }

    private static ErrorCode code(EventFailure verdict) {
        return switch (verdict) {
            case InvalidEvent ignored -> ErrorCode.ERROR_CODE_INVALID_ARGUMENT;
            case PermanentFailure permanent -> code(permanent.reason());
            case TransientFailure ignored -> ErrorCode.ERROR_CODE_UPSTREAM_ERROR;
            case Throttled ignored -> ErrorCode.ERROR_CODE_RATE_LIMITED;
            case DependencyUnavailable ignored -> ErrorCode.ERROR_CODE_UNAVAILABLE;
            case HoldNotExpired ignored -> ErrorCode.ERROR_CODE_FAILED_PRECONDITION;
            case LeaseLost ignored -> ErrorCode.ERROR_CODE_INTERNAL;
        };
    }

    private static ErrorCode code(FailureReason reason) {
        return switch (reason) {
            case MALFORMED_JSON, UNKNOWN_TYPE, MISSING_DETAIL, MISSING_FIELD, INVALID_FIELD ->
                ErrorCode.ERROR_CODE_INVALID_ARGUMENT;
            case RESERVATION_NOT_FOUND -> ErrorCode.ERROR_CODE_NOT_FOUND;
            case COMMIT_FAILED_EXPIRED, PAID_BUT_NOT_HELD -> ErrorCode.ERROR_CODE_RESERVATION_EXPIRED;
            case COMMIT_FAILED_CONFLICT, RELEASED_BUT_CONFIRMED -> ErrorCode.ERROR_CODE_INVENTORY_CONFLICT;
            case COMMIT_FAILED_PAYMENT -> ErrorCode.ERROR_CODE_PAYMENT_NOT_APPROVED;
            case INVENTORY_REJECTED, RESERVATION_REJECTED, UNEXPECTED_STATUS, RETRIES_EXHAUSTED ->
                ErrorCode.ERROR_CODE_UPSTREAM_ERROR;
            case NOTHING_TO_COMMIT, NOTHING_TO_RELEASE -> ErrorCode.ERROR_CODE_FAILED_PRECONDITION;
            case UNEXPECTED_ERROR -> ErrorCode.ERROR_CODE_INTERNAL;
        };
    }

    /** The error for a request that breaks the contract; nothing was attempted. */
    static Error invalid(IllegalArgumentException refusal) {
        String message = String.valueOf(refusal.getMessage());
        int colon = message.indexOf(':');
        return Error.newBuilder()
                .setCode(ErrorCode.ERROR_CODE_INVALID_ARGUMENT)
                .setMessage(message)
                .addDetails(ErrorDetail.newBuilder()
                        .setField(colon < 0 ? "" : message.substring(0, colon))
                        .setReason("invalid"))
                .build();
    }

    static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
