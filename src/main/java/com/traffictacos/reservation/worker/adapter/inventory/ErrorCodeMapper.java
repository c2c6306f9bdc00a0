package com.traffictacos.reservation.worker.adapter.inventory;

import com.traffic_tacos.common.v1.Error;
import com.traffic_tacos.common.v1.ErrorCode;
import com.traffictacos.reservation.worker.event.failure.FailureReason;

/**
 * Maps the error code of an answer without a status. The contract lists the codes but does not define their meaning.
 */
enum ErrorCodeMapper {
    /** There is no error. Older servers omit the status on success. */
    NONE,
    DONE_BEFORE,
    UNKNOWN_RESERVATION,
    PASSES,
    FINAL;

    /**
     * An error with a text but no code is transient, like gRPC's own UNKNOWN. A code that is newer than this worker is
     * permanent.
     */
    static ErrorCodeMapper of(Error error) {
        return switch (error.getCode()) {
            case ERROR_CODE_UNSPECIFIED -> error.getMessage().isBlank() ? NONE : PASSES;
            case ERROR_CODE_ALREADY_EXISTS -> DONE_BEFORE;
            case ERROR_CODE_NOT_FOUND -> UNKNOWN_RESERVATION;
            // A quota becomes available again, as RESOURCE_EXHAUSTED does in the contract's table.
            case ERROR_CODE_RATE_LIMITED,
                    ERROR_CODE_QUOTA_EXCEEDED,
                    ERROR_CODE_INTERNAL,
                    ERROR_CODE_UNAVAILABLE,
                    ERROR_CODE_TIMEOUT,
                    ERROR_CODE_UPSTREAM_TIMEOUT,
                    ERROR_CODE_UPSTREAM_ERROR,
                    ERROR_CODE_CONCURRENT_MODIFICATION -> PASSES;
            case ERROR_CODE_UNAUTHENTICATED,
                    ERROR_CODE_FORBIDDEN,
                    ERROR_CODE_UNAUTHORIZED,
                    ERROR_CODE_INVALID_ARGUMENT,
                    ERROR_CODE_FAILED_PRECONDITION,
                    ERROR_CODE_IDEMPOTENCY_REQUIRED,
                    ERROR_CODE_IDEMPOTENCY_CONFLICT,
                    ERROR_CODE_RESERVATION_EXPIRED,
                    ERROR_CODE_PAYMENT_NOT_APPROVED,
                    ERROR_CODE_INVENTORY_CONFLICT,
                    ERROR_CODE_INSUFFICIENT_INVENTORY,
                    ERROR_CODE_DATA_CORRUPTION,
                    UNRECOGNIZED -> FINAL;
        };
    }

    /** Returns the reason why seats were not sold. The reason is the same whether it came as a status or as a code. */
    static FailureReason unsoldReason(ErrorCode code) {
        return switch (code) {
            case ERROR_CODE_RESERVATION_EXPIRED -> FailureReason.COMMIT_FAILED_EXPIRED;
            case ERROR_CODE_PAYMENT_NOT_APPROVED -> FailureReason.COMMIT_FAILED_PAYMENT;
            case ERROR_CODE_INVENTORY_CONFLICT, ERROR_CODE_INSUFFICIENT_INVENTORY ->
                FailureReason.COMMIT_FAILED_CONFLICT;
            default -> FailureReason.INVENTORY_REJECTED;
        };
    }
}
