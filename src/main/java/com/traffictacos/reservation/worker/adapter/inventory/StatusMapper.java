package com.traffictacos.reservation.worker.adapter.inventory;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.EventFailure;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** Maps calls that ended with a gRPC status instead of an answer (contract section 2). */
final class StatusMapper {

    private static final int MAX_DESCRIPTION = 200;

    private StatusMapper() {}

    /** Whether the service refuses the call because an earlier call has already done the work. */
    static boolean isAlreadyDone(StatusRuntimeException failed) {
        return failed.getStatus().getCode() == Status.Code.ALREADY_EXISTS;
    }

    /** Returns the failure for a status other than ALREADY_EXISTS. */
    static EventFailure verdict(StatusRuntimeException failed) {
        Status status = failed.getStatus();
        String detail =
                describe("gRPC " + status.getCode(), status.getDescription() == null ? "" : status.getDescription());
        return switch (status.getCode()) {
            case UNAVAILABLE ->
                DependencyUnavailable.isUnreachable(status.getCause())
                        ? new DependencyUnavailable(Dependency.INVENTORY, "cannot be reached, " + detail, failed)
                        : new TransientFailure(Dependency.INVENTORY, detail, failed);
            case DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED, INTERNAL, UNKNOWN, CANCELLED ->
                new TransientFailure(Dependency.INVENTORY, detail, failed);
            // A wrong address, a mesh policy or a missing permission gives every call one of these statuses.
            case NOT_FOUND, PERMISSION_DENIED, UNAUTHENTICATED, UNIMPLEMENTED ->
                PermanentFailure.ofCaller(
                        FailureReason.INVENTORY_REJECTED,
                        "inventory: " + detail,
                        status.getCode().name(),
                        failed);
            // A call does not throw with status OK. If a library does so, the message is dead-lettered for inspection.
            case INVALID_ARGUMENT, ALREADY_EXISTS, FAILED_PRECONDITION, OUT_OF_RANGE, DATA_LOSS, OK ->
                new PermanentFailure(FailureReason.INVENTORY_REJECTED, "inventory: " + detail, failed);
        };
    }

    /** The code with the service's own description, shortened to one line for logs and message attributes. */
    static String describe(String code, String words) {
        if (words.isBlank()) {
            return code;
        }
        String line = words.replaceAll("\\p{Cntrl}+", " ").strip();
        return code + ": " + (line.length() <= MAX_DESCRIPTION ? line : line.substring(0, MAX_DESCRIPTION));
    }
}
