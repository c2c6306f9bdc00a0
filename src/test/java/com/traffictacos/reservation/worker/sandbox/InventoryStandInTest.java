package com.traffictacos.reservation.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.traffic_tacos.reservation.v1.CheckAvailabilityRequest;
import com.traffic_tacos.reservation.v1.CommitReservationRequest;
import com.traffic_tacos.reservation.v1.CommitReservationResponse;
import com.traffic_tacos.reservation.v1.CommitStatus;
import com.traffic_tacos.reservation.v1.HoldStatus;
import com.traffic_tacos.reservation.v1.InventoryServiceGrpc;
import com.traffic_tacos.reservation.v1.InventoryServiceGrpc.InventoryServiceBlockingStub;
import com.traffic_tacos.reservation.v1.ReleaseHoldRequest;
import com.traffic_tacos.reservation.v1.ReleaseStatus;
import com.traffic_tacos.reservation.v1.ReserveSeatRequest;
import com.traffic_tacos.reservation.v1.ReserveSeatResponse;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.sandbox.SeatStock.SeatState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InventoryStandInTest {

    private static final String CONCERT = "evt_1";

    private InventoryStandIn inventory;
    private ManagedChannel channel;
    private InventoryServiceBlockingStub stub;

    @BeforeEach
    void open() {
        inventory = InventoryStandIn.start(0, 1);
        inventory.stock().open(CONCERT, List.of("A1", "A2", "A3"));
        channel = NettyChannelBuilder.forTarget(inventory.address())
                .usePlaintext()
                .build();
        stub = InventoryServiceGrpc.newBlockingStub(channel);
    }

    @AfterEach
    void close() {
        channel.shutdownNow();
        inventory.close();
    }

    @Test
    void holdsAndSellsSeats() {
        assertThat(reserve("rsv_1", "A1", "A2").getStatus()).isEqualTo(HoldStatus.HOLD_STATUS_ACTIVE);
        assertThat(state("A1")).isEqualTo(SeatState.RESERVED);

        CommitReservationResponse sold = commit("rsv_1", "A1", "A2");

        assertThat(sold.getStatus()).isEqualTo(CommitStatus.COMMIT_STATUS_SUCCESS);
        assertThat(sold.getSoldSeatsCount()).isEqualTo(2);
        assertThat(state("A1")).isEqualTo(SeatState.SOLD);
        assertThat(inventory.stock().holder(CONCERT, "A1")).contains("rsv_1");
        assertThat(commit("rsv_1", "A1", "A2").getOrderId()).isEqualTo(sold.getOrderId());
    }

    @Test
    void freesHeldSeatsOnce() {
        reserve("rsv_1", "A1");
        assertThat(release("rsv_1", "A1")).isEqualTo(ReleaseStatus.RELEASE_STATUS_SUCCESS);
        assertThat(state("A1")).isEqualTo(SeatState.AVAILABLE);
        assertThat(release("rsv_1", "A1")).isEqualTo(ReleaseStatus.RELEASE_STATUS_ALREADY_RELEASED);
        assertThat(release("rsv_other", "A1")).isEqualTo(ReleaseStatus.RELEASE_STATUS_NOT_FOUND);
    }

    @Test
    void neverFreesSeatsThatWereSold() {
        reserve("rsv_1", "A1");
        commit("rsv_1", "A1");

        assertThat(release("rsv_1", "A1")).isEqualTo(ReleaseStatus.RELEASE_STATUS_NOT_FOUND);
        assertThat(state("A1")).isEqualTo(SeatState.SOLD);
    }

    @Test
    void neverFreesSeatsOfNextHolder() {
        reserve("rsv_1", "A1");
        release("rsv_1", "A1");
        reserve("rsv_2", "A1");

        assertThat(release("rsv_1", "A1")).isEqualTo(ReleaseStatus.RELEASE_STATUS_ALREADY_RELEASED);
        assertThat(inventory.stock().holder(CONCERT, "A1")).contains("rsv_2");
    }

    @Test
    void sellsNothingThatIsNotHeldAnyMore() {
        reserve("rsv_1", "A1");
        release("rsv_1", "A1");
        assertThat(commit("rsv_1", "A1").getStatus()).isEqualTo(CommitStatus.COMMIT_STATUS_FAILED_EXPIRED);

        reserve("rsv_2", "A1");
        assertThat(commit("rsv_1", "A1").getStatus()).isEqualTo(CommitStatus.COMMIT_STATUS_FAILED_CONFLICT);
    }

    @Test
    void refusesRequestsForOtherSeatsThanHeld() {
        reserve("rsv_1", "A1", "A2");
        assertThatThrownBy(() -> release("rsv_1", "A1")).satisfies(is(Status.Code.FAILED_PRECONDITION));
        assertThatThrownBy(() -> commit("rsv_1", "A1", "A3")).satisfies(is(Status.Code.FAILED_PRECONDITION));
        assertThatThrownBy(() -> commit("rsv_3", "Z9")).satisfies(is(Status.Code.NOT_FOUND));
        assertThatThrownBy(() -> release("rsv_1")).satisfies(is(Status.Code.INVALID_ARGUMENT));
    }

    @Test
    void takesSeatsWithoutNamesByNumber() {
        var reserved = stub.reserveSeat(ReserveSeatRequest.newBuilder()
                .setReservationId("rsv_1")
                .setEventId(CONCERT)
                .setQuantity(3)
                .build());
        assertThat(reserved.getStatus()).isEqualTo(HoldStatus.HOLD_STATUS_ACTIVE);

        var released = stub.releaseHold(ReleaseHoldRequest.newBuilder()
                .setReservationId("rsv_1")
                .setEventId(CONCERT)
                .setQuantity(3)
                .build());

        assertThat(released.getStatus()).isEqualTo(ReleaseStatus.RELEASE_STATUS_SUCCESS);
        assertThat(inventory.stock().stateOf("rsv_1")).contains(SeatState.AVAILABLE);
    }

    @Test
    void tellsWhichSeatsAreFree() {
        reserve("rsv_1", "A1");
        var answer = stub.checkAvailability(CheckAvailabilityRequest.newBuilder()
                .setEventId(CONCERT)
                .addAllSeatIds(List.of("A1", "A2"))
                .build());
        assertThat(answer.getAvailable()).isFalse();
        assertThat(answer.getUnavailableSeatIdsList()).containsExactly("A1");
        assertThat(answer.getAvailableSeats(0).getId()).isEqualTo("A2");
        assertThatThrownBy(() -> reserve("rsv_2", "A1")).satisfies(is(Status.Code.FAILED_PRECONDITION));
    }

    @Test
    void recordsMetadataAndTime() {
        inventory.conditions().setLatency(Duration.ofMillis(30));
        Metadata metadata = new Metadata();
        metadata.put(
                Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER), "00-" + "1".repeat(32) + "-2-01");
        stub = stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));

        release("rsv_1", "A1");

        assertThat(inventory.journal().counts()).containsEntry("ReleaseHold", 1L);
        assertThat(inventory.journal().totalTime()).isGreaterThanOrEqualTo(Duration.ofMillis(30));
        assertThat(inventory.journal().calls("rsv_1")).singleElement().satisfies(call -> {
            assertThat(call.headers().get("traceparent")).startsWith("00-1111");
            assertThat(call.answer()).isEqualTo("RELEASE_STATUS_NOT_FOUND");
        });
    }

    @Test
    void failsInWaysThatPass() {
        inventory.conditions().setFailureShare(1);
        reserveQuietly();
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> release("rsv_1", "A1"))
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            e -> assertThat(e.getStatus().getDescription()).isEqualTo("injected"));
        }
        inventory.conditions().setFailureShare(0);
        assertThat(release("rsv_1", "A1")).isNotEqualTo(ReleaseStatus.RELEASE_STATUS_FAILED);
    }

    @Test
    void isUnavailableBehindAnOpenPort() {
        reserve("rsv_1", "A1");
        inventory.conditions().setUnavailable(true);
        assertThatThrownBy(() -> release("rsv_1", "A1")).satisfies(is(Status.Code.UNAVAILABLE));
        assertThat(state("A1")).isEqualTo(SeatState.RESERVED);

        inventory.conditions().setUnavailable(false);
        assertThat(release("rsv_1", "A1")).isEqualTo(ReleaseStatus.RELEASE_STATUS_SUCCESS);
    }

    @Test
    void sellsFreedSeatsToSomebodyElseWhenTold() {
        inventory.stock().resellWhatIsReleased(true);
        reserve("rsv_1", "A1");

        assertThat(release("rsv_1", "A1")).isEqualTo(ReleaseStatus.RELEASE_STATUS_SUCCESS);
        assertThat(state("A1")).isEqualTo(SeatState.SOLD);
        assertThat(inventory.stock().holder(CONCERT, "A1")).contains("rsv_1.next");
        assertThat(commit("rsv_1", "A1").getStatus()).isEqualTo(CommitStatus.COMMIT_STATUS_FAILED_CONFLICT);
    }

    @Test
    void goesDownAndComesUpOnTheSamePort() {
        String address = inventory.address();
        inventory.goDown();
        assertThatThrownBy(() -> release("rsv_1", "A1")).satisfies(is(Status.Code.UNAVAILABLE));

        inventory.comeUp();

        assertThat(inventory.address()).isEqualTo(address);
        assertThat(stub.withWaitForReady()
                        .withDeadlineAfter(20, TimeUnit.SECONDS)
                        .releaseHold(releaseRequest("rsv_1", "A1"))
                        .getStatus())
                .isEqualTo(ReleaseStatus.RELEASE_STATUS_NOT_FOUND);
    }

    private void reserveQuietly() {
        inventory.stock().reserve("rsv_1", CONCERT, SeatSelection.ofSeats(List.of("A1")));
    }

    private static ThrowingConsumer<Throwable> is(Status.Code code) {
        return thrown -> assertThat(Status.fromThrowable(thrown).getCode()).isEqualTo(code);
    }

    private SeatState state(String seatId) {
        return inventory.stock().state(CONCERT, seatId).orElseThrow();
    }

    private ReserveSeatResponse reserve(String reservationId, String... seatIds) {
        return stub.reserveSeat(ReserveSeatRequest.newBuilder()
                .setReservationId(reservationId)
                .setEventId(CONCERT)
                .addAllSeatIds(List.of(seatIds))
                .build());
    }

    private static ReleaseHoldRequest releaseRequest(String reservationId, String... seatIds) {
        return ReleaseHoldRequest.newBuilder()
                .setReservationId(reservationId)
                .setEventId(CONCERT)
                .addAllSeatIds(List.of(seatIds))
                .build();
    }

    private ReleaseStatus release(String reservationId, String... seatIds) {
        return stub.releaseHold(releaseRequest(reservationId, seatIds)).getStatus();
    }

    private CommitReservationResponse commit(String reservationId, String... seatIds) {
        return stub.commitReservation(CommitReservationRequest.newBuilder()
                .setReservationId(reservationId)
                .setEventId(CONCERT)
                .setPaymentIntentId("pay_1")
                .addAllSeatIds(List.of(seatIds))
                .build());
    }
}
