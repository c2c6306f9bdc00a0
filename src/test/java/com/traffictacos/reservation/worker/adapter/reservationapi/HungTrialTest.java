package com.traffictacos.reservation.worker.adapter.reservationapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.fixture.BadHttpServer;
import com.traffictacos.reservation.worker.fixture.BadHttpServer.Manner;
import com.traffictacos.reservation.worker.fixture.Observers;
import com.traffictacos.reservation.worker.handler.CallObserver;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.pipeline.dependency.ConcurrencyLimits;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyOutages;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyState;
import com.traffictacos.reservation.worker.pipeline.dependency.GuardedCall;
import com.traffictacos.reservation.worker.platform.network.ProxyRules;
import jakarta.ws.rs.ProcessingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** While the API is down one trial call is made at a time. The deadline ends one that hangs, so that the next is made. */
@Timeout(30)
class HungTrialTest {

    private static final Duration TIMEOUT = Duration.ofMillis(300);
    private static final ServiceCall OPERATION = ServiceCall.READ_RESERVATION;

    private final DependencyOutages outages =
            new DependencyOutages(Observers.none(), Clock.systemUTC(), failures -> Duration.ZERO);
    private final GuardedCall guarded =
            new GuardedCall(outages, new ConcurrencyLimits(4, TIMEOUT, TIMEOUT), CallObserver.NONE);
    private final ReservationResponseMapper answers = new ReservationResponseMapper(Clock.systemUTC());

    @ParameterizedTest
    @EnumSource(names = {"SILENT", "SLOW_HEADERS", "SLOW_BODY", "SLOW_ENDLESS_CHUNKS"})
    void isFollowedByTheNextTrial(Manner manner) throws IOException {
        HttpServer sound = soundServer();
        try (BadHttpServer hanging = BadHttpServer.start(manner);
                ReservationTransport transport = new ReservationTransport(TIMEOUT, 1, ProxyRules.ofProcess())) {
            assertThatExceptionOfType(DependencyUnavailable.class)
                    .isThrownBy(() -> guarded.make(OPERATION, new ReservationId("a"), () -> {
                        throw new DependencyUnavailable(Dependency.RESERVATION_API, "refused", null);
                    }));
            assertThat(outages.state(OPERATION)).isEqualTo(DependencyState.DOWN);

            assertThat(catchThrowable(() -> find(transport, hanging.base()))).isInstanceOf(TransientFailure.class);
            assertThat(outages.state(OPERATION)).isEqualTo(DependencyState.DOWN);

            find(transport, URI.create("http://127.0.0.1:" + sound.getAddress().getPort()));
            assertThat(outages.state(OPERATION)).isEqualTo(DependencyState.UP);
        } finally {
            sound.stop(0);
        }
    }

    private void find(ReservationTransport transport, URI base) {
        ReservationId id = new ReservationId("b");
        guarded.make(OPERATION, id, () -> {
            try {
                return answers.found(id, transport.exchange(new HttpUriRequestBase("GET", base)));
            } catch (IOException failure) {
                throw ReservationResponseMapper.unanswered(new ProcessingException(failure));
            }
        });
    }

    private static HttpServer soundServer() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = "{\"status\":\"HOLD\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }
}
