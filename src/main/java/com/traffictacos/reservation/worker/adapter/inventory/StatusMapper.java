package com.traffictacos.reservation.worker.adapter.inventory;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.EventFailure;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** What calls mean that ended with a gRPC status instead of an answer (contract section 2). */
final class StatusMapper {

    private static final int MAX_DESCRIPTION = 200;

    private StatusMapper() {}

    /** Whether the service refuses because an earlier call has done the work. */
    static boolean isAlreadyDone(StatusRuntimeException failed) {
        return failed.getStatus().getCode() == Status.Code.ALREADY_EXISTS;
    }

    /** The verdict on a status other than ALREADY_EXISTS. */
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
            // A wrong address, a mesh's policy or a missing right answer every call in one of these ways.
            case NOT_FOUND, PERMISSION_DENIED, UNAUTHENTICATED, UNIMPLEMENTED ->
                PermanentFailure.ofCaller(
                        FailureReason.INVENTORY_REJECTED,
                        "inventory: " + detail,
                        status.getCode().name(),
                        failed);
            // OK does not end a call this way; should a library think otherwise, a person looks.
            case INVALID_ARGUMENT, ALREADY_EXISTS, FAILED_PRECONDITION, OUT_OF_RANGE, DATA_LOSS, OK ->
                new PermanentFailure(FailureReason.INVENTORY_REJECTED, "inventory: " + detail, failed);
        };
    }

    /** The code with the service's own words, kept short and on one line for logs and message attributes. */
    static String describe(String code, String words) {
        if (words.isBlank()) {
            return code;
        }
        String line = words.replaceAll("\\p{Cntrl}+", " ").strip();
        return code + ": " + (line.length() <= MAX_DESCRIPTION ? line : line.substring(0, MAX_DESCRIPTION));
    }
}
