package com.traffictacos.reservation.worker.incontainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.traffic_tacos.common.v1.Seat;
import com.traffic_tacos.reservation.v1.CommitReservationResponse;
import com.traffic_tacos.reservation.v1.CommitStatus;
import com.traffic_tacos.reservation.v1.ReleaseHoldResponse;
import com.traffic_tacos.reservation.v1.ReleaseStatus;
import com.traffictacos.reservation.worker.adapter.inventory.TestInventoryServer;
import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.PaymentIntentId;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.EventFailure;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.Inventory;
import com.traffictacos.reservation.worker.handler.Inventory.Commit;
import com.traffictacos.reservation.worker.handler.Inventory.CommitSeats;
import com.traffictacos.reservation.worker.handler.Inventory.Release;
import com.traffictacos.reservation.worker.handler.Inventory.ReleaseEffect;
import com.traffictacos.reservation.worker.handler.Inventory.ReleaseHold;
import com.traffictacos.reservation.worker.handler.Inventory.ReleaseReason;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyOutages;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import io.grpc.Status;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The gRPC that the WAR brings along, inside the server, against a real socket. */
@ArquillianTest
class InventoryClientIT {

    private static final ReservationId RESERVATION = new ReservationId("rsv_456");
    private static final ConcertId CONCERT = new ConcertId("evt_789");
    private static final SeatSelection SEATS = SeatSelection.ofSeats(List.of("A1", "A2"));
    private static final ReleaseHold RELEASE = new ReleaseHold(RESERVATION, CONCERT, SEATS, ReleaseReason.EXPIRED);
    private static final CommitSeats COMMIT =
            new CommitSeats(RESERVATION, CONCERT, SEATS, new PaymentIntentId("pay_abc"), Optional.of("usr_1"));

    @Inject
    Inventory inventory;

    @Inject
    Settings.InventoryService settings;

    @Inject
    DependencyOutages outages;

    @BeforeEach
    void forgetOutages() {
        for (ServiceCall operation : ServiceCall.values()) {
            outages.succeeded(operation);
        }
    }

    @Deployment
    static WebArchive deployment() {
        return Deployments.worker(
                InventoryClientIT.class, Map.of("INVENTORY_TIMEOUT_MS", "5000"), TestInventoryServer.class);
    }

    @Test
    void releasesAndCommits() {
        try (TestInventoryServer service =
                TestInventoryServer.startOn(settings.address().port())) {
            service.answers(ReleaseHoldResponse.newBuilder()
                    .setStatus(ReleaseStatus.RELEASE_STATUS_SUCCESS)
                    .addReleasedSeats(Seat.newBuilder().setId("A1"))
                    .build());
            service.answers(CommitReservationResponse.newBuilder()
                    .setStatus(CommitStatus.COMMIT_STATUS_SUCCESS)
                    .setOrderId("ord_xyz")
                    .build());
            awaitReached();

            assertThat(inventory.release(RELEASE)).isEqualTo(new Release(ReleaseEffect.FREED, List.of("A1")));
            assertThat(inventory.commit(COMMIT)).isEqualTo(new Commit(Optional.of("ord_xyz"), List.of()));
            assertThat(service.releases().getLast().getIdempotencyKey()).isEqualTo("release:rsv_456");
            assertThat(service.commits().getLast().getIdempotencyKey()).isEqualTo("commit:rsv_456");
        }
    }

    @Test
    void translatesRefusals() {
        try (TestInventoryServer service =
                TestInventoryServer.startOn(settings.address().port())) {
            awaitReached();

            service.answers(CommitReservationResponse.newBuilder()
                    .setStatus(CommitStatus.COMMIT_STATUS_FAILED_CONFLICT)
                    .build());
            assertThatExceptionOfType(PermanentFailure.class)
                    .isThrownBy(() -> inventory.commit(COMMIT))
                    .returns(FailureReason.COMMIT_FAILED_CONFLICT, PermanentFailure::reason);

            service.refuses(Status.RESOURCE_EXHAUSTED);
            assertThatExceptionOfType(TransientFailure.class).isThrownBy(() -> inventory.release(RELEASE));

            service.refuses(Status.INVALID_ARGUMENT);
            assertThatExceptionOfType(PermanentFailure.class).isThrownBy(() -> inventory.release(RELEASE));
        }
    }

    @Test
    void findsServiceAgainAfterEachOutage() {
        for (int outage = 0; outage < 2; outage++) {
            // The calls before the channel has noticed the end of its connection fail with that connection's error.
            await().untilAsserted(() -> assertThatExceptionOfType(DependencyUnavailable.class)
                    .isThrownBy(() -> inventory.release(RELEASE)));

            try (TestInventoryServer service =
                    TestInventoryServer.startOn(settings.address().port())) {
                awaitReached();
                assertThat(service.releases()).isNotEmpty();
            }
        }
    }

    /** A test before this one may have left the channel with a failed connection, which it leaves within a second. */
    private void awaitReached() {
        await().ignoreExceptionsMatching(EventFailure.class::isInstance)
                .until(() -> !inventory.release(RELEASE).effect().equals(ReleaseEffect.NO_HOLD));
    }
}
