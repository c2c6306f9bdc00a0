package com.traffictacos.reservation.worker.operations.admin;

import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterPager.StalePageTokenException;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterQueue.NoDeadLetterQueueException;
import com.traffictacos.reservation.worker.operations.deadletter.job.DeadLetterJobs.JobConflictException;
import com.traffictacos.reservation.worker.operations.deadletter.job.RedriveService.ConfirmationRequiredException;
import com.traffictacos.reservation.worker.operations.deadletter.job.ResendRefusedException;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException;
import java.util.concurrent.CancellationException;

/** The errors of operators' calls, with their responses over HTTP and over gRPC (docs/admin-api.md). */
public enum AdminError {
    INVALID(400, "invalid", "INVALID_ARGUMENT"),
    /** The decoder refuses the new body of a dead letter. */
    INVALID_BODY(400, "invalid_body", "INVALID_ARGUMENT"),
    NOT_FOUND(404, "not_found", "NOT_FOUND"),
    /** What the call is about was there before, and is not now. */
    GONE(409, "gone", "FAILED_PRECONDITION"),
    NOT_CONFIRMED(428, "not_confirmed", "FAILED_PRECONDITION"),
    JOB_CONFLICT(409, "not_now", "FAILED_PRECONDITION"),
    STALE_PAGE_TOKEN(410, "outdated", "ABORTED"),
    NO_DEAD_LETTER_QUEUE(409, "no_dead_letter_queue", "FAILED_PRECONDITION"),
    QUEUE_UNAVAILABLE(503, "queue_unavailable", "UNAVAILABLE"),
    /** The caller has left: nobody reads the answer. */
    CANCELLED(503, "cancelled", "CANCELLED"),
    /** A fault of the worker. The caller is not told more; the log has the cause. */
    UNEXPECTED(500, "failed", "INTERNAL");

    private final int httpStatus;
    private final String code;
    private final String grpcStatus;

    AdminError(int httpStatus, String code, String grpcStatus) {
        this.httpStatus = httpStatus;
        this.code = code;
        this.grpcStatus = grpcStatus;
    }

    /** The error that an exception of a call stands for. */
    public static AdminError of(RuntimeException failure) {
        return switch (failure) {
            case CancellationException e -> CANCELLED;
            case IllegalArgumentException e -> INVALID;
            case ConfirmationRequiredException e -> NOT_CONFIRMED;
            case ResendRefusedException e ->
                switch (e.why()) {
                    case INVALID_BODY -> INVALID_BODY;
                    case NOT_FOUND -> NOT_FOUND;
                    case GONE -> GONE;
                };
            case JobConflictException e -> JOB_CONFLICT;
            case StalePageTokenException e -> STALE_PAGE_TOKEN;
            case NoDeadLetterQueueException e -> NO_DEAD_LETTER_QUEUE;
            case QueueUnavailableException e -> QUEUE_UNAVAILABLE;
            default -> UNEXPECTED;
        };
    }

    /** What the caller is told. The messages of expected exceptions are written for operators. */
    public String message(RuntimeException failure) {
        return this == UNEXPECTED ? "see the worker's log" : String.valueOf(failure.getMessage());
    }

    public int httpStatus() {
        return httpStatus;
    }

    /** The field {@code error.code} of a response over HTTP. */
    public String code() {
        return code;
    }

    /** The name of the gRPC status code. */
    public String grpcStatus() {
        return grpcStatus;
    }
}
