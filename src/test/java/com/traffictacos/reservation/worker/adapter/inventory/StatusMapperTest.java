package com.traffictacos.reservation.worker.adapter.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import io.grpc.Status;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class StatusMapperTest {

    static Stream<Throwable> causesOfUnreachableService() {
        return Stream.of(
                new ConnectException("refused"),
                new UnknownHostException("inventory-svc"),
                new NoRouteToHostException(),
                new IOException("wrapped", new ConnectException("refused")));
    }

    @ParameterizedTest
    @MethodSource("causesOfUnreachableService")
    void saysThatServiceIsUnavailableWhenItCannotBeReached(Throwable cause) {
        assertThat(StatusMapper.verdict(Status.UNAVAILABLE.withCause(cause).asRuntimeException()))
                .isInstanceOf(DependencyUnavailable.class);
    }

    @Test
    void takesLostConnectionForTransient() {
        assertThat(StatusMapper.verdict(Status.UNAVAILABLE
                        .withCause(new SocketException("Connection reset"))
                        .asRuntimeException()))
                .isInstanceOf(TransientFailure.class);
        assertThat(StatusMapper.verdict(Status.UNAVAILABLE.asRuntimeException()))
                .isInstanceOf(TransientFailure.class);
    }

    @Test
    void judgesOtherStatusesWithoutRegardToTheirCause() {
        assertThat(StatusMapper.verdict(Status.INTERNAL
                        .withCause(new ConnectException("of somebody else"))
                        .asRuntimeException()))
                .isInstanceOf(TransientFailure.class);
    }

    @Test
    void endsForCauseThatIsItsOwnCause() {
        IOException first = new IOException("first");
        first.initCause(new IOException("second", first));

        assertThat(StatusMapper.verdict(Status.UNAVAILABLE.withCause(first).asRuntimeException()))
                .isInstanceOf(TransientFailure.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"OK", "ALREADY_EXISTS"})
    void neverTakesFailedCallForTransientWhoseStatusIsNoFailure(Status.Code code) {
        assertThat(StatusMapper.verdict(code.toStatus().asRuntimeException())).isInstanceOf(PermanentFailure.class);
    }
}
