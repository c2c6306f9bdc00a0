package com.traffictacos.reservation.worker.incontainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.config.Settings;
import com.traffictacos.reservation.worker.event.Dependency;
import com.traffictacos.reservation.worker.event.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.EventFailure;
import com.traffictacos.reservation.worker.event.EventId;
import com.traffictacos.reservation.worker.event.PaymentIntentId;
import com.traffictacos.reservation.worker.event.PermanentFailure;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.event.Throttled;
import com.traffictacos.reservation.worker.event.TransientFailure;
import com.traffictacos.reservation.worker.handling.Inventory;
import com.traffictacos.reservation.worker.handling.Inventory.CommitSeats;
import com.traffictacos.reservation.worker.handling.Inventory.ReleaseHold;
import com.traffictacos.reservation.worker.handling.Inventory.ReleaseReason;
import com.traffictacos.reservation.worker.handling.Reservations;
import com.traffictacos.reservation.worker.handling.Reservations.StatusChange;
import com.traffictacos.reservation.worker.incontainer.ReservationApiStandIn.Answer;
import com.traffictacos.reservation.worker.incontainer.ReservationApiStandIn.Request;
import com.traffictacos.reservation.worker.inventory.InventoryStandIn;
import io.grpc.Status;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** The breakers as they are set; each test leaves its circuit closed, with a window full of successes. */
@ArquillianTest
class CircuitBreakerIT {

    private static final int WINDOW = 10;
    private static final int FAILURES_TO_OPEN = 9;
    private static final Duration DELAY = Duration.ofSeconds(1);

    private static final ReservationId RESERVATION = new ReservationId("rsv_456");
    private static final SeatSelection SEATS = SeatSelection.ofQuantity(1);
    private static final EventId CONCERT = new EventId("evt_789");
    private static final ReleaseHold RELEASE = new ReleaseHold(RESERVATION, CONCERT, SEATS, ReleaseReason.EXPIRED);
    private static final CommitSeats COMMIT =
            new CommitSeats(RESERVATION, CONCERT, SEATS, new PaymentIntentId("pay_abc"), Optional.empty());
    private static final Answer HOLD = Answer.of(200, "{\"status\":\"HOLD\"}");

    @Inject
    Reservations reservations;

    @Inject
    Inventory inventory;

    @Inject
    @ConfigProperty(name = "RESERVATION_API_BASE")
    URI base;

    @Inject
    Settings.InventoryService inventorySettings;

    @Deployment
    static WebArchive deployment() {
        return Deployments.worker(
                CircuitBreakerIT.class,
                Map.of("INVENTORY_TIMEOUT_MS", "5000"),
                ReservationApiStandIn.class,
                InventoryStandIn.class);
    }

    @Test
    void opensForAllCallsOfFailingServiceAndClosesWithFirstSuccess() {
        try (ReservationApiStandIn api = new ReservationApiStandIn(base)) {
            closeReservationCircuit(api);
            api.answers(Answer.of(500, ""));
            for (int call = 0; call < FAILURES_TO_OPEN; call++) {
                assertThatExceptionOfType(TransientFailure.class).isThrownBy(() -> reservations.find(RESERVATION));
            }
            int asked = api.requests().size();

            assertThatExceptionOfType(DependencyUnavailable.class)
                    .isThrownBy(() -> reservations.change(RESERVATION, new StatusChange.Expire()))
                    .returns(Dependency.RESERVATION_API, DependencyUnavailable::dependency)
                    .withMessageContaining("circuit open");
            assertThat(api.requests()).hasSize(asked);

            api.answers(HOLD);
            await().ignoreExceptionsMatching(DependencyUnavailable.class::isInstance)
                    .until(() -> reservations.find(RESERVATION) != null);
            reservations.change(RESERVATION, new StatusChange.Expire());
            closeReservationCircuit(api);
        }
    }

    @Test
    void letsOneTrialThroughInEachDelayOfAnOutage() {
        try (ReservationApiStandIn api = new ReservationApiStandIn(base)) {
            closeReservationCircuit(api);
            api.answers(Answer.of(500, ""));
            int before = api.requests().size();

            await().until(() -> {
                assertThat(catchThrowable(() -> reservations.find(RESERVATION)))
                        .isInstanceOfAny(TransientFailure.class, DependencyUnavailable.class);
                return api.requests().size() >= before + FAILURES_TO_OPEN + 2;
            });

            List<Request> sinceOpen =
                    api.requests().subList(before + FAILURES_TO_OPEN - 1, before + FAILURES_TO_OPEN + 2);
            for (int trial = 1; trial < sinceOpen.size(); trial++) {
                long nanos = sinceOpen.get(trial).nanoTime()
                        - sinceOpen.get(trial - 1).nanoTime();
                assertThat(Duration.ofNanos(nanos)).isGreaterThan(DELAY.minusMillis(100));
            }
            closeReservationCircuit(api);
        }
    }

    @Test
    void staysClosedAtOneFailureInTwenty() {
        try (ReservationApiStandIn api = new ReservationApiStandIn(base)) {
            closeReservationCircuit(api);
            for (int call = 1; call <= 200; call++) {
                if (call % 20 == 0) {
                    api.answers(Answer.of(500, ""));
                    assertThatExceptionOfType(TransientFailure.class).isThrownBy(() -> reservations.find(RESERVATION));
                } else {
                    api.answers(HOLD);
                    reservations.find(RESERVATION);
                }
            }
        }
    }

    @Test
    void staysClosedForAnswersOfLivingService() {
        try (ReservationApiStandIn api = new ReservationApiStandIn(base)) {
            closeReservationCircuit(api);
            for (int call = 0; call < 2 * WINDOW; call++) {
                api.answers(Answer.of(404, ""));
                assertThatExceptionOfType(PermanentFailure.class).isThrownBy(() -> reservations.find(RESERVATION));
                api.answers(Answer.of(429, "").with("Retry-After", "7"));
                assertThatExceptionOfType(Throttled.class).isThrownBy(() -> reservations.find(RESERVATION));
            }
            closeReservationCircuit(api);
        }
    }

    @Test
    void opensForInventoryThatCannotBeReachedAndClosesWithFirstSuccess() {
        int port = inventorySettings.address().port();
        try (InventoryStandIn service = InventoryStandIn.startOn(port)) {
            closeInventoryCircuit();
            assertThat(service.releases()).isNotEmpty();
        }
        for (int call = 0; call < FAILURES_TO_OPEN; call++) {
            assertThatExceptionOfType(EventFailure.class).isThrownBy(() -> inventory.release(RELEASE));
        }
        assertThatExceptionOfType(DependencyUnavailable.class)
                .isThrownBy(() -> inventory.commit(COMMIT))
                .returns(Dependency.INVENTORY, DependencyUnavailable::dependency)
                .withMessageContaining("circuit open");

        try (InventoryStandIn service = InventoryStandIn.startOn(port)) {
            closeInventoryCircuit();
            assertThat(service.releases()).isNotEmpty();
        }
    }

    @Test
    void keepsCircuitOfOneServiceClosedWhileTheOtherFails() {
        try (ReservationApiStandIn api = new ReservationApiStandIn(base);
                InventoryStandIn service =
                        InventoryStandIn.startOn(inventorySettings.address().port())) {
            closeReservationCircuit(api);
            closeInventoryCircuit();
            service.refuses(Status.INTERNAL);
            for (int call = 0; call < FAILURES_TO_OPEN; call++) {
                assertThatExceptionOfType(TransientFailure.class).isThrownBy(() -> inventory.commit(COMMIT));
            }

            assertThatExceptionOfType(DependencyUnavailable.class).isThrownBy(() -> inventory.release(RELEASE));
            reservations.find(RESERVATION);
        }
    }

    private void closeReservationCircuit(ReservationApiStandIn api) {
        api.answers(HOLD);
        await().ignoreExceptionsMatching(EventFailure.class::isInstance)
                .until(() -> reservations.find(RESERVATION) != null);
        for (int call = 0; call < WINDOW; call++) {
            reservations.find(RESERVATION);
        }
    }

    private void closeInventoryCircuit() {
        await().ignoreExceptionsMatching(EventFailure.class::isInstance)
                .until(() -> inventory.release(RELEASE) != null);
        for (int call = 0; call < WINDOW; call++) {
            inventory.release(RELEASE);
        }
    }
}
