package com.traffictacos.reservation.worker.pipeline.process;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.fixture.Events;
import com.traffictacos.reservation.worker.handler.FakeInventory;
import com.traffictacos.reservation.worker.handler.HandlerContext;
import com.traffictacos.reservation.worker.handler.PaymentApprovedHandler;
import com.traffictacos.reservation.worker.handler.PaymentFailedHandler;
import com.traffictacos.reservation.worker.handler.ReservationExpiredHandler;
import com.traffictacos.reservation.worker.handler.Reservations;
import com.traffictacos.reservation.worker.platform.settings.ExpiryPolicy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventRouterTest {

    /** Whoever runs a handler gets a verdict, also from the timeout of the whole handler attempt. */
    @ParameterizedTest
    @MethodSource("events")
    void turnsTheTimeoutOfAHandlerIntoATransientFailure(ReservationEvent event) {
        Reservations late = new LateReservations();
        FakeInventory inventory = new FakeInventory(new ArrayList<>());
        EventRouter router = new EventRouter(
                new ReservationExpiredHandler(
                        inventory, late, new ExpiryPolicy(true, ExpiryPolicy.Order.RELEASE_FIRST), Clock.systemUTC()),
                new PaymentApprovedHandler(inventory, late),
                new PaymentFailedHandler(inventory, late),
                new ReservationSerializer());

        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(() -> router.route(event, new HandlerContext(1, () -> {})))
                .withCauseInstanceOf(TimeoutException.class)
                .returns(Dependency.RESERVATION_API, TransientFailure::dependency);
    }

    private static Stream<ReservationEvent> events() {
        return Stream.of(Events.expired("rsv_1"), Events.approved("rsv_2"), Events.failed("rsv_3"));
    }

    private record LateReservations() implements Reservations {

        @Override
        public ChangeResult change(ReservationId reservationId, StatusChange change) {
            throw new TimeoutException("Timed out");
        }

        @Override
        public Reservation find(ReservationId reservationId) {
            throw new TimeoutException("Timed out");
        }
    }
}
