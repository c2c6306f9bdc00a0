package com.traffictacos.reservation.worker.pipeline.dependency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.handler.CallObserver;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.pipeline.RecordingObserver;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A service that rejects every call, whichever calls the events make. */
class RefusalCountTest {

    private final DependencyOutages outages = new DependencyOutages(
            new RecordingObserver(),
            new ManualClock(Instant.parse("2026-01-01T00:00:00Z")),
            failures -> Duration.ofMinutes(1));
    private final GuardedCall guarded = new GuardedCall(
            outages, new ConcurrencyLimits(20, Duration.ofSeconds(9), Duration.ofSeconds(9)), CallObserver.NONE);

    @Test
    void countsTheReservationsOfAllOperationsOfAService() {
        for (int i = 1; i < FailureRun.REFUSED_RESERVATIONS; i++) {
            refuse(i % 2 == 0 ? ServiceCall.READ_RESERVATION : ServiceCall.CHANGE_RESERVATION, "rsv_" + i);
            assertThat(outages.isProbeOnly()).isFalse();
        }
        refuse(ServiceCall.READ_RESERVATION, "rsv_8");

        assertThat(outages.isProbeOnly()).isTrue();
        assertThat(outages.refuses(ServiceCall.READ_RESERVATION, "401")).isTrue();
    }

    @Test
    void countsAnOperationOnlySinceItsLastSuccess() {
        for (int i = 1; i < FailureRun.REFUSED_RESERVATIONS; i++) {
            refuse(ServiceCall.READ_RESERVATION, "rsv_" + i);
        }
        outages.succeeded(ServiceCall.READ_RESERVATION);
        refuse(ServiceCall.CHANGE_RESERVATION, "rsv_8");

        assertThat(outages.isProbeOnly()).isFalse();
    }

    private void refuse(ServiceCall operation, String reservation) {
        assertThatExceptionOfType(PermanentFailure.class)
                .isThrownBy(() -> guarded.make(operation, new ReservationId(reservation), () -> {
                    throw PermanentFailure.ofCaller(FailureReason.RESERVATION_REJECTED, "answered 401", "401", null);
                }));
    }
}
