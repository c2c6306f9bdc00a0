package com.traffictacos.reservation.worker.adapter.inventory;

import com.traffic_tacos.common.v1.Error;
import com.traffic_tacos.common.v1.ErrorCode;
import com.traffic_tacos.common.v1.Seat;
import com.traffic_tacos.reservation.v1.CommitReservationResponse;
import com.traffic_tacos.reservation.v1.ReleaseHoldResponse;
import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.EventFailure;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.Inventory.Commit;
import com.traffictacos.reservation.worker.handler.Inventory.Release;
import com.traffictacos.reservation.worker.handler.Inventory.ReleaseEffect;
import java.util.List;
import java.util.Optional;

/**
 * Maps the inventory service's answers according to the table of contract section 2.
 *
 * <p>A status that is newer than this worker is a permanent failure. A retry cannot fix it, and it must count neither
 * as success nor as a sign of an outage. The message stays in the dead-letter queue until the worker is updated.
 */
final class InventoryResponseMapper {

    /** The result for the status ALREADY_EXISTS, which has no further details. */
    static final Release RELEASED_BEFORE = new Release(ReleaseEffect.ALREADY_FREED, List.of());

    /** The result for the status ALREADY_EXISTS, which has no further details. */
    static final Commit COMMITTED_BEFORE = new Commit(Optional.empty(), List.of());

    private InventoryResponseMapper() {}

    /** @throws EventFailure if the seats were not released */
    static Release released(ReleaseHoldResponse answer) {
        return switch (answer.getStatus()) {
            case RELEASE_STATUS_SUCCESS -> release(ReleaseEffect.FREED, answer);
            case RELEASE_STATUS_ALREADY_RELEASED -> release(ReleaseEffect.ALREADY_FREED, answer);
            case RELEASE_STATUS_NOT_FOUND -> release(ReleaseEffect.NO_HOLD, answer);
            case RELEASE_STATUS_FAILED -> throw passing("ReleaseHold " + answer.getStatus(), answer.getError());
            case RELEASE_STATUS_UNSPECIFIED -> releasedWithoutStatus(answer);
            case UNRECOGNIZED -> throw rejected("ReleaseHold status " + answer.getStatusValue(), answer.getError());
        };
    }

    private static Release releasedWithoutStatus(ReleaseHoldResponse answer) {
        return switch (ErrorCodeMapper.of(answer.getError())) {
            case NONE -> release(ReleaseEffect.FREED, answer);
            case DONE_BEFORE -> release(ReleaseEffect.ALREADY_FREED, answer);
            case UNKNOWN_RESERVATION -> release(ReleaseEffect.NO_HOLD, answer);
            case PASSES -> throw passing("ReleaseHold " + code(answer.getError()), answer.getError());
            case FINAL -> throw rejected("ReleaseHold " + code(answer.getError()), answer.getError());
        };
    }

    /** @throws EventFailure if the seats were not sold */
    static Commit committed(CommitReservationResponse answer) {
        return switch (answer.getStatus()) {
            case COMMIT_STATUS_SUCCESS -> commit(answer);
            case COMMIT_STATUS_FAILED_EXPIRED -> throw unsold(FailureReason.COMMIT_FAILED_EXPIRED, answer);
            case COMMIT_STATUS_FAILED_CONFLICT -> throw unsold(FailureReason.COMMIT_FAILED_CONFLICT, answer);
            case COMMIT_STATUS_FAILED_PAYMENT -> throw unsold(FailureReason.COMMIT_FAILED_PAYMENT, answer);
            case COMMIT_STATUS_UNSPECIFIED -> committedWithoutStatus(answer);
            case UNRECOGNIZED ->
                throw rejected("CommitReservation status " + answer.getStatusValue(), answer.getError());
        };
    }

    private static Commit committedWithoutStatus(CommitReservationResponse answer) {
        Error error = answer.getError();
        return switch (ErrorCodeMapper.of(error)) {
            case NONE, DONE_BEFORE -> commit(answer);
            case PASSES -> throw passing("CommitReservation " + code(error), error);
            case UNKNOWN_RESERVATION, FINAL ->
                throw permanent(
                        ErrorCodeMapper.unsoldReason(error.getCode()), "CommitReservation " + code(error), error);
        };
    }

    private static Release release(ReleaseEffect effect, ReleaseHoldResponse answer) {
        return new Release(effect, ids(answer.getReleasedSeatsList()));
    }

    private static Commit commit(CommitReservationResponse answer) {
        return new Commit(Optional.of(answer.getOrderId()).filter(id -> !id.isBlank()), ids(answer.getSoldSeatsList()));
    }

    private static List<String> ids(List<Seat> seats) {
        return seats.stream().map(Seat::getId).filter(id -> !id.isBlank()).toList();
    }

    private static PermanentFailure unsold(FailureReason reason, CommitReservationResponse answer) {
        return permanent(reason, "CommitReservation " + answer.getStatus(), answer.getError());
    }

    private static PermanentFailure rejected(String what, Error error) {
        return permanent(FailureReason.INVENTORY_REJECTED, what, error);
    }

    private static PermanentFailure permanent(FailureReason reason, String what, Error error) {
        String detail = "inventory: " + StatusMapper.describe(what, error.getMessage());
        return switch (error.getCode()) {
            case ERROR_CODE_UNAUTHENTICATED, ERROR_CODE_FORBIDDEN, ERROR_CODE_UNAUTHORIZED ->
                PermanentFailure.ofCaller(reason, detail, error.getCode().name(), null);
            default -> new PermanentFailure(reason, detail);
        };
    }

    private static TransientFailure passing(String what, Error error) {
        return new TransientFailure(Dependency.INVENTORY, StatusMapper.describe(what, error.getMessage()));
    }

    /** The name of the code, or its number if this worker has no name for it. */
    private static String code(Error error) {
        return error.getCode() == ErrorCode.UNRECOGNIZED
                ? "error code " + error.getCodeValue()
                : error.getCode().name();
    }
}
