package com.traffictacos.reservation.worker.adapter.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.traffic_tacos.common.v1.Seat;
import com.traffic_tacos.reservation.v1.CommitReservationRequest;
import com.traffic_tacos.reservation.v1.CommitReservationResponse;
import com.traffic_tacos.reservation.v1.CommitStatus;
import com.traffic_tacos.reservation.v1.ReleaseHoldRequest;
import com.traffic_tacos.reservation.v1.ReleaseHoldResponse;
import com.traffic_tacos.reservation.v1.ReleaseStatus;
import com.traffictacos.reservation.worker.event.PaymentIntentId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.Inventory.Commit;
import com.traffictacos.reservation.worker.handler.Inventory.CommitSeats;
import com.traffictacos.reservation.worker.handler.Inventory.Release;
import com.traffictacos.reservation.worker.handler.Inventory.ReleaseEffect;
import com.traffictacos.reservation.worker.handler.Inventory.ReleaseHold;
import com.traffictacos.reservation.worker.handler.Inventory.ReleaseReason;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrpcInventoryTest {

    private final TestInventoryServer service = TestInventoryServer.start();
    private final InventoryChannel channel = InventoryFixture.channel(service.address());
    private final GrpcInventory inventory = InventoryFixture.inventory(channel);

    @AfterEach
    void stop() {
        channel.close();
        service.close();
    }

    @Test
    void asksForReleaseWithEveryFieldOfTheContract() {
        inventory.release(InventoryFixture.RELEASE);

        assertThat(service.releases())
                .containsExactly(ReleaseHoldRequest.newBuilder()
                        .setReservationId("rsv_456")
                        .setEventId("evt_789")
                        .addSeatIds("A1")
                        .addSeatIds("A2")
                        .setQuantity(2)
                        .setReason("EXPIRED")
                        .setIdempotencyKey("release:rsv_456")
                        .build());
    }

    @ParameterizedTest
    @EnumSource(ReleaseReason.class)
    void sendsReasonByItsName(ReleaseReason reason) {
        inventory.release(new ReleaseHold(
                InventoryFixture.RESERVATION, InventoryFixture.CONCERT, SeatSelection.ofQuantity(3), reason));

        assertThat(service.releases().getFirst())
                .returns(reason.name(), ReleaseHoldRequest::getReason)
                .returns(3, ReleaseHoldRequest::getQuantity)
                .returns(0, ReleaseHoldRequest::getSeatIdsCount);
    }

    @Test
    void asksForCommitWithEveryFieldOfTheContract() {
        inventory.commit(InventoryFixture.COMMIT);

        assertThat(service.commits())
                .containsExactly(CommitReservationRequest.newBuilder()
                        .setReservationId("rsv_456")
                        .setEventId("evt_789")
                        .addSeatIds("A1")
                        .addSeatIds("A2")
                        .setQuantity(2)
                        .setPaymentIntentId("pay_abc")
                        .setUserId("usr_1")
                        .setIdempotencyKey("commit:rsv_456")
                        .build());
    }

    @Test
    void commitsWithoutUserWhenNobodyNamesOne() {
        inventory.commit(new CommitSeats(
                InventoryFixture.RESERVATION,
                InventoryFixture.CONCERT,
                InventoryFixture.SEATS,
                new PaymentIntentId("pay_abc"),
                Optional.empty()));

        assertThat(service.commits().getFirst().getUserId()).isEmpty();
    }

    @Test
    void tellsWhichSeatsWereReleased() {
        service.answers(ReleaseHoldResponse.newBuilder()
                .setStatus(ReleaseStatus.RELEASE_STATUS_SUCCESS)
                .addReleasedSeats(Seat.newBuilder().setId("A1"))
                .addReleasedSeats(Seat.newBuilder().setId("A2"))
                .build());

        assertThat(inventory.release(InventoryFixture.RELEASE))
                .isEqualTo(new Release(ReleaseEffect.FREED, List.of("A1", "A2")));
    }

    @Test
    void tellsOrderAndSeatsOfSale() {
        service.answers(CommitReservationResponse.newBuilder()
                .setStatus(CommitStatus.COMMIT_STATUS_SUCCESS)
                .setOrderId("ord_xyz")
                .addSoldSeats(Seat.newBuilder().setId("A1"))
                .build());

        assertThat(inventory.commit(InventoryFixture.COMMIT))
                .isEqualTo(new Commit(Optional.of("ord_xyz"), List.of("A1")));
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {
                "UNAVAILABLE",
                "DEADLINE_EXCEEDED",
                "RESOURCE_EXHAUSTED",
                "ABORTED",
                "INTERNAL",
                "UNKNOWN",
                "CANCELLED"
            })
    void takesPassingStatusesForTransient(Status.Code code) {
        service.refuses(code.toStatus().withDescription("for now"));

        for (Supplier<?> call : calls()) {
            TransientFailure failure = catchThrowableOfType(TransientFailure.class, call::get);
            assertThat(failure.dependency()).isEqualTo(Dependency.INVENTORY);
            assertThat(failure.detail()).contains(code.name(), "for now");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {
                "INVALID_ARGUMENT",
                "NOT_FOUND",
                "FAILED_PRECONDITION",
                "OUT_OF_RANGE",
                "PERMISSION_DENIED",
                "UNAUTHENTICATED",
                "UNIMPLEMENTED",
                "DATA_LOSS"
            })
    void takesRefusalsForPermanent(Status.Code code) {
        service.refuses(code.toStatus());

        for (Supplier<?> call : calls()) {
            PermanentFailure failure = catchThrowableOfType(PermanentFailure.class, call::get);
            assertThat(failure.reason()).isEqualTo(FailureReason.INVENTORY_REJECTED);
            assertThat(failure.detail()).contains(code.name());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"NOT_FOUND", "PERMISSION_DENIED", "UNAUTHENTICATED", "UNIMPLEMENTED"})
    void knowsRefusalsThatMayBeAboutTheCaller(Status.Code code) {
        service.refuses(code.toStatus());

        for (Supplier<?> call : calls()) {
            assertThat(catchThrowableOfType(PermanentFailure.class, call::get).refusal())
                    .hasValue(code.name());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"INVALID_ARGUMENT", "FAILED_PRECONDITION", "OUT_OF_RANGE", "DATA_LOSS"})
    void knowsRefusalsThatAreAboutTheEvent(Status.Code code) {
        service.refuses(code.toStatus());

        for (Supplier<?> call : calls()) {
            assertThat(catchThrowableOfType(PermanentFailure.class, call::get).refusal())
                    .isEmpty();
        }
    }

    @Test
    void takesAlreadyExistsForDone() {
        service.refuses(Status.ALREADY_EXISTS);

        assertThat(inventory.release(InventoryFixture.RELEASE))
                .isEqualTo(new Release(ReleaseEffect.ALREADY_FREED, List.of()));
        assertThat(inventory.commit(InventoryFixture.COMMIT)).isEqualTo(new Commit(Optional.empty(), List.of()));
    }

    @Test
    void keepsInterruptFlagOfInterruptedCall() {
        service.staysSilent();

        Thread.currentThread().interrupt();
        Throwable failure = catchThrowable(() -> inventory.release(InventoryFixture.RELEASE));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure).isInstanceOf(TransientFailure.class);
    }

    private List<Supplier<?>> calls() {
        return List.of(
                () -> inventory.release(InventoryFixture.RELEASE), () -> inventory.commit(InventoryFixture.COMMIT));
    }
}
