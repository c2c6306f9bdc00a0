package com.traffictacos.reservation.worker.adapter.reservationapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.fixture.Observers;
import com.traffictacos.reservation.worker.handler.CallObserver;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.pipeline.dependency.ConcurrencyLimits;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyOutages;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyState;
import com.traffictacos.reservation.worker.pipeline.dependency.GuardedCall;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the circuit of the reservation API makes of an API that refuses every call. */
class RefusedCallsTest {

    private static final int MANY = 100;

    private final DependencyOutages outages =
            new DependencyOutages(Observers.none(), Clock.systemUTC(), failures -> Duration.ofHours(1));
    private final GuardedCall guarded = new GuardedCall(
            outages, new ConcurrencyLimits(20, Duration.ofMinutes(1), Duration.ofMinutes(1)), CallObserver.NONE);
    private final ReservationResponseMapper answers = new ReservationResponseMapper(Clock.systemUTC());

    @ParameterizedTest
    @CsvSource({
        "CHANGE_RESERVATION, 401",
        "CHANGE_RESERVATION, 403",
        "CHANGE_RESERVATION, 404",
        "CHANGE_RESERVATION, 405",
        "READ_RESERVATION, 401",
        "READ_RESERVATION, 403",
        "READ_RESERVATION, 404",
        "READ_RESERVATION, 405"
    })
    void stopsCallsThatAreAllRefused(ServiceCall operation, int status) {
        int made = 0;
        for (int reservation = 0; reservation < MANY; reservation++) {
            Throwable failure = call(operation, "rsv-" + reservation, status);
            if (failure instanceof PermanentFailure) {
                made++;
            } else {
                assertThat(failure).isInstanceOf(DependencyUnavailable.class).hasMessageContaining("circuit open");
            }
        }

        assertThat(outages.refuses(operation, Integer.toString(status))).isTrue();
        assertThat(outages.state(operation)).isEqualTo(DependencyState.DOWN);
        assertThat(outages.causes(operation.dependency()).orElse(""))
                .contains(operation.label() + " refuses every call")
                .contains(Integer.toString(status));
        // The refusal that opens the circuit holds its message, so one message less is dead-lettered.
        assertThat(made).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 422})
    void goesOnCallingForEventsThatAreRefusedThemselves(int status) {
        for (int reservation = 0; reservation < MANY; reservation++) {
            assertThat(call(ServiceCall.CHANGE_RESERVATION, "rsv-" + reservation, status))
                    .isInstanceOf(PermanentFailure.class);
        }

        assertThat(outages.state(ServiceCall.CHANGE_RESERVATION)).isEqualTo(DependencyState.UP);
    }

    @Test
    void goesOnCallingForMissingReservationsAmongGoodOnes() {
        for (int reservation = 0; reservation < MANY; reservation++) {
            assertThat(call(ServiceCall.CHANGE_RESERVATION, "rsv-" + reservation, 404))
                    .isInstanceOf(PermanentFailure.class);
            assertThat(call(ServiceCall.CHANGE_RESERVATION, "good-" + reservation, 200))
                    .isNull();
        }

        assertThat(outages.state(ServiceCall.CHANGE_RESERVATION)).isEqualTo(DependencyState.UP);
    }

    private Throwable call(ServiceCall operation, String reservation, int status) {
        ReservationId id = new ReservationId(reservation);
        HttpResponse answer = new HttpResponse(status, Optional.empty(), Optional.of("{}"));
        return catchThrowable(() -> guarded.make(
                operation,
                id,
                () -> operation == ServiceCall.READ_RESERVATION ? answers.found(id, answer) : answers.changed(answer)));
    }
}
