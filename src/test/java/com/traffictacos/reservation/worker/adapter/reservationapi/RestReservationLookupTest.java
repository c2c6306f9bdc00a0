package com.traffictacos.reservation.worker.adapter.reservationapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RestReservationLookupTest {

    private static final ReservationId RESERVATION = new ReservationId("rsv");

    @Test
    void saysWhetherTheTimeWasUp() {
        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(() -> lookup(new SocketTimeoutException("no answer within 400 ms"))
                        .read(RESERVATION))
                .satisfies(failure -> assertThat(failure.isLate()).isTrue());
        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(() -> lookup(new IOException("reset")).read(RESERVATION))
                .satisfies(failure -> assertThat(failure.isLate()).isFalse());
    }

    @Test
    void saysThatTheServiceCannotBeReached() {
        assertThatExceptionOfType(DependencyUnavailable.class)
                .isThrownBy(() -> lookup(new ConnectException("refused")).read(RESERVATION));
    }

    private static RestReservationLookup lookup(IOException failure) {
        return new RestReservationLookup(new ReservationApiClient() {
            @Override
            public Response change(String id, String key, @Nullable String traceparent, StatusPatch patch) {
                throw new AssertionError("an operator's look changes nothing");
            }

            @Override
            public Response find(String id, @Nullable String traceparent) {
                throw new ProcessingException(failure);
            }

            @Override
            public void close() {}
        });
    }
}
