package com.traffictacos.reservation.worker.adapter.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.traffic_tacos.common.v1.Error;
import com.traffic_tacos.common.v1.ErrorCode;
import com.traffic_tacos.common.v1.Seat;
import com.traffic_tacos.reservation.v1.CommitReservationResponse;
import com.traffic_tacos.reservation.v1.CommitStatus;
import com.traffic_tacos.reservation.v1.ReleaseHoldResponse;
import com.traffic_tacos.reservation.v1.ReleaseStatus;
import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.EventFailure;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.Inventory.Commit;
import com.traffictacos.reservation.worker.handler.Inventory.ReleaseEffect;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class InventoryResponseMapperTest {

    @ParameterizedTest
    @CsvSource({
        "RELEASE_STATUS_SUCCESS, FREED",
        "RELEASE_STATUS_UNSPECIFIED, FREED",
        "RELEASE_STATUS_ALREADY_RELEASED, ALREADY_FREED",
        "RELEASE_STATUS_NOT_FOUND, NO_HOLD"
    })
    void takesReleaseForDone(ReleaseStatus status, ReleaseEffect effect) {
        assertThat(InventoryResponseMapper.released(release(status).build()).effect())
                .isEqualTo(effect);
    }

    @Test
    void takesFailedReleaseForTransient() {
        assertThat(releaseFailure(release(ReleaseStatus.RELEASE_STATUS_FAILED)))
                .isInstanceOfSatisfying(
                        TransientFailure.class,
                        failure -> assertThat(failure.dependency()).isEqualTo(Dependency.INVENTORY));
    }

    @Test
    void namesReleasedSeatsThatHaveAName() {
        ReleaseHoldResponse answer = release(ReleaseStatus.RELEASE_STATUS_SUCCESS)
                .addReleasedSeats(Seat.newBuilder().setId("A1"))
                .addReleasedSeats(Seat.getDefaultInstance())
                .build();

        assertThat(InventoryResponseMapper.released(answer).seatIds()).containsExactly("A1");
    }

    @ParameterizedTest
    @EnumSource(
            value = CommitStatus.class,
            names = {"COMMIT_STATUS_SUCCESS", "COMMIT_STATUS_UNSPECIFIED"})
    void takesCommitForDone(CommitStatus status) {
        CommitReservationResponse answer = CommitReservationResponse.newBuilder()
                .setStatus(status)
                .setOrderId("ord_xyz")
                .addSoldSeats(Seat.newBuilder().setId("A1"))
                .build();

        assertThat(InventoryResponseMapper.committed(answer))
                .isEqualTo(new Commit(Optional.of("ord_xyz"), List.of("A1")));
    }

    @Test
    void knowsNoOrderWhenServiceNamesNone() {
        assertThat(InventoryResponseMapper.committed(
                                commit(CommitStatus.COMMIT_STATUS_SUCCESS).build())
                        .orderId())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "COMMIT_STATUS_FAILED_EXPIRED, COMMIT_FAILED_EXPIRED",
        "COMMIT_STATUS_FAILED_CONFLICT, COMMIT_FAILED_CONFLICT",
        "COMMIT_STATUS_FAILED_PAYMENT, COMMIT_FAILED_PAYMENT"
    })
    void takesUnsoldSeatsForPermanent(CommitStatus status, FailureReason reason) {
        assertThat(commitFailure(commit(status)))
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        failure -> assertThat(failure.reason()).isEqualTo(reason))
                .hasMessageContaining(status.name());
    }

    @Property
    void neverTakesStatusThatIsNewerThanItselfForDone(@ForAll int value) {
        if (ReleaseStatus.forNumber(value) == null) {
            assertThat(releaseFailure(ReleaseHoldResponse.newBuilder().setStatusValue(value)))
                    .isInstanceOf(PermanentFailure.class)
                    .hasMessageContaining(Integer.toString(value));
        }
        if (CommitStatus.forNumber(value) == null) {
            assertThat(commitFailure(CommitReservationResponse.newBuilder().setStatusValue(value)))
                    .isInstanceOf(PermanentFailure.class)
                    .hasMessageContaining(Integer.toString(value));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            names = {
                "ERROR_CODE_RATE_LIMITED",
                "ERROR_CODE_QUOTA_EXCEEDED",
                "ERROR_CODE_INTERNAL",
                "ERROR_CODE_UNAVAILABLE",
                "ERROR_CODE_TIMEOUT",
                "ERROR_CODE_UPSTREAM_TIMEOUT",
                "ERROR_CODE_UPSTREAM_ERROR",
                "ERROR_CODE_CONCURRENT_MODIFICATION"
            })
    void takesPassingErrorsForTransient(ErrorCode code) {
        assertThat(releaseFailure(releaseError(code)))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining(code.name());
        assertThat(commitFailure(commitError(code)))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining(code.name());
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            mode = Mode.INCLUDE,
            names = {
                "ERROR_CODE_UNAUTHENTICATED",
                "ERROR_CODE_FORBIDDEN",
                "ERROR_CODE_UNAUTHORIZED",
                "ERROR_CODE_INVALID_ARGUMENT",
                "ERROR_CODE_FAILED_PRECONDITION",
                "ERROR_CODE_IDEMPOTENCY_REQUIRED",
                "ERROR_CODE_IDEMPOTENCY_CONFLICT",
                "ERROR_CODE_DATA_CORRUPTION"
            })
    void takesOtherErrorsForPermanent(ErrorCode code) {
        assertThat(reasonOf(releaseFailure(releaseError(code)))).isEqualTo(FailureReason.INVENTORY_REJECTED);
        assertThat(reasonOf(commitFailure(commitError(code)))).isEqualTo(FailureReason.INVENTORY_REJECTED);
    }

    @ParameterizedTest
    @CsvSource({
        "ERROR_CODE_RESERVATION_EXPIRED, COMMIT_FAILED_EXPIRED",
        "ERROR_CODE_PAYMENT_NOT_APPROVED, COMMIT_FAILED_PAYMENT",
        "ERROR_CODE_INVENTORY_CONFLICT, COMMIT_FAILED_CONFLICT",
        "ERROR_CODE_INSUFFICIENT_INVENTORY, COMMIT_FAILED_CONFLICT",
        "ERROR_CODE_NOT_FOUND, INVENTORY_REJECTED"
    })
    void givesUnsoldSeatsTheSameReasonByCodeAsByStatus(ErrorCode code, FailureReason reason) {
        assertThat(reasonOf(commitFailure(commitError(code)))).isEqualTo(reason);
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            names = {
                "ERROR_CODE_RESERVATION_EXPIRED",
                "ERROR_CODE_PAYMENT_NOT_APPROVED",
                "ERROR_CODE_INVENTORY_CONFLICT",
                "ERROR_CODE_INSUFFICIENT_INVENTORY"
            })
    void takesErrorsOfSaleForRejectionOfRelease(ErrorCode code) {
        assertThat(reasonOf(releaseFailure(releaseError(code)))).isEqualTo(FailureReason.INVENTORY_REJECTED);
    }

    @Test
    void takesErrorsThatMeanDoneForDone() {
        assertThat(InventoryResponseMapper.released(releaseError(ErrorCode.ERROR_CODE_ALREADY_EXISTS)
                                .build())
                        .effect())
                .isEqualTo(ReleaseEffect.ALREADY_FREED);
        assertThat(InventoryResponseMapper.released(
                                releaseError(ErrorCode.ERROR_CODE_NOT_FOUND).build())
                        .effect())
                .isEqualTo(ReleaseEffect.NO_HOLD);
        assertThat(InventoryResponseMapper.committed(
                        commitError(ErrorCode.ERROR_CODE_ALREADY_EXISTS).build()))
                .isEqualTo(new Commit(Optional.empty(), List.of()));
    }

    @Test
    void takesErrorWithoutCodeForTransientIfItSaysSomething() {
        Error spoken = Error.newBuilder().setMessage("something broke").build();

        assertThat(releaseFailure(ReleaseHoldResponse.newBuilder().setError(spoken)))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("something broke");
        assertThat(commitFailure(CommitReservationResponse.newBuilder().setError(spoken)))
                .isInstanceOf(TransientFailure.class);
    }

    @Test
    void takesEmptyErrorForNone() {
        ReleaseHoldResponse release = ReleaseHoldResponse.newBuilder()
                .setError(Error.getDefaultInstance())
                .build();
        CommitReservationResponse commit = CommitReservationResponse.newBuilder()
                .setError(Error.getDefaultInstance())
                .build();

        assertThat(InventoryResponseMapper.released(release).effect()).isEqualTo(ReleaseEffect.FREED);
        assertThat(InventoryResponseMapper.committed(commit)).isEqualTo(new Commit(Optional.empty(), List.of()));
    }

    @Test
    void takesErrorCodeThatIsNewerThanItselfForPermanent() {
        Error newer = Error.newBuilder().setCodeValue(99).build();

        assertThat(releaseFailure(ReleaseHoldResponse.newBuilder().setError(newer)))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("99");
        assertThat(commitFailure(CommitReservationResponse.newBuilder().setError(newer)))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("99");
    }

    @Test
    void believesStatusMoreThanErrorBesideIt() {
        assertThat(InventoryResponseMapper.released(releaseError(ErrorCode.ERROR_CODE_INTERNAL)
                                .setStatus(ReleaseStatus.RELEASE_STATUS_SUCCESS)
                                .build())
                        .effect())
                .isEqualTo(ReleaseEffect.FREED);
    }

    @Test
    void quotesServiceShortAndOnOneLine() {
        String detail = StatusMapper.describe("CODE", "first\nsecond\u0000" + "x".repeat(5_000));

        assertThat(detail)
                .startsWith("CODE: first second x")
                .doesNotContain("\n")
                .hasSizeLessThan(256);
    }

    private static ReleaseHoldResponse.Builder release(ReleaseStatus status) {
        return ReleaseHoldResponse.newBuilder().setStatus(status);
    }

    private static CommitReservationResponse.Builder commit(CommitStatus status) {
        return CommitReservationResponse.newBuilder().setStatus(status);
    }

    private static ReleaseHoldResponse.Builder releaseError(ErrorCode code) {
        return ReleaseHoldResponse.newBuilder()
                .setError(Error.newBuilder().setCode(code).setMessage("why"));
    }

    private static CommitReservationResponse.Builder commitError(ErrorCode code) {
        return CommitReservationResponse.newBuilder()
                .setError(Error.newBuilder().setCode(code).setMessage("why"));
    }

    private static EventFailure releaseFailure(ReleaseHoldResponse.Builder answer) {
        return catchThrowableOfType(EventFailure.class, () -> InventoryResponseMapper.released(answer.build()));
    }

    private static EventFailure commitFailure(CommitReservationResponse.Builder answer) {
        return catchThrowableOfType(EventFailure.class, () -> InventoryResponseMapper.committed(answer.build()));
    }

    private static FailureReason reasonOf(EventFailure failure) {
        return failure instanceof PermanentFailure permanent ? permanent.reason() : FailureReason.UNEXPECTED_ERROR;
    }
}
