package com.traffictacos.reservation.worker.adapter.reservationapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.traffictacos.reservation.worker.fixture.RecordingProxy;
import com.traffictacos.reservation.worker.platform.network.ProxyRules;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.junit.jupiter.api.Test;

class ReservationProxyTest {

    @Test
    void asksProxyAndShowsWhoItIs() throws IOException {
        try (RecordingProxy proxy = new RecordingProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
                ReservationTransport transport = transport(proxy.environment())) {
            assertThat(get(transport, URI.create("http://reservation-api.test:8010/internal/reservations/rsv_1")))
                    .isEqualTo(200);

            assertThat(proxy.requests().getLast())
                    .startsWith("GET http://reservation-api.test:8010/internal/reservations/rsv_1 ")
                    .contains("Proxy-Authorization: Basic bWU6c2VjcmV0");
        }
    }

    @Test
    void asksThisMachineAndExceptionsDirectly() throws IOException {
        HttpServer api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        api.start();
        try (RecordingProxy proxy = new RecordingProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1))) {
            Map<String, String> environment = new HashMap<>(proxy.environment());
            environment.put("NO_PROXY", "nowhere.test");
            try (ReservationTransport transport = transport(environment)) {
                URI base = URI.create("http://127.0.0.1:" + api.getAddress().getPort() + "/");

                assertThat(get(transport, base)).isEqualTo(204);
                assertThat(proxy.requests()).isEmpty();
            }
        } finally {
            api.stop(0);
        }
    }

    private static ReservationTransport transport(Map<String, String> environment) {
        return new ReservationTransport(Duration.ofSeconds(20), 2, ProxyRules.of(name -> null, environment));
    }

    private static int get(ReservationTransport transport, URI uri) throws IOException {
        return transport.exchange(new HttpUriRequestBase("GET", uri)).status();
    }
}
