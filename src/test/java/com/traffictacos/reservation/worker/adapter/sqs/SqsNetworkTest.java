package com.traffictacos.reservation.worker.adapter.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.fixture.BadHttpServer;
import com.traffictacos.reservation.worker.fixture.Observers;
import com.traffictacos.reservation.worker.fixture.RecordingProxy;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException;
import com.traffictacos.reservation.worker.platform.network.ProxyRules;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The queue's clients with slow servers and with proxies. */
class SqsNetworkTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @ParameterizedTest
    @EnumSource(names = {"SLOW_HEADERS", "SLOW_BODY", "SLOW_ENDLESS_CHUNKS"})
    void endsReceiveWhoseAnswerDoesNotEnd(BadHttpServer.Manner manner) {
        try (BadHttpServer server = BadHttpServer.start(manner);
                SqsClients clients = clients(server.base(), Map.of())) {
            assertThatExceptionOfType(QueueUnavailableException.class)
                    .isThrownBy(() -> queue(clients, server.base()).receive(1));
            await().atMost(SOON).until(() -> server.closedAfter().size() == 1);
        }
    }

    @Test
    void asksProxyButNotForThisMachine() {
        try (LocalSqs sqs = new LocalSqs();
                RecordingProxy proxy = new RecordingProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1))) {
            URI far = URI.create("http://sqs.test");
            try (SqsClients clients = clients(far, proxy.environment())) {
                assertThat(queue(clients, far).receive(1)).isEmpty();
                assertThat(proxy.requests().getLast()).startsWith("POST http://sqs.test/ ");
            }
            int before = proxy.requests().size();
            URI near = sqs.server().createQueue("events");
            try (SqsClients clients = clients(sqs.server().endpoint(), proxy.environment())) {
                assertThat(new SqsMessageQueue(clients, settings(near), Observers.none()).receive(1))
                        .isEmpty();
                assertThat(proxy.requests()).hasSize(before);
            }
        }
    }

    private static SqsClients clients(URI endpoint, Map<String, String> environment) {
        return new SqsClients(
                LocalSqs.access(endpoint),
                Duration.ZERO,
                Duration.ofMillis(200),
                ProxyRules.of(name -> null, environment));
    }

    private static MessageQueue queue(SqsClients clients, URI endpoint) {
        return new SqsMessageQueue(clients, settings(endpoint.resolve("/1/events")), Observers.none());
    }

    private static Settings.Queue settings(URI queue) {
        return new Settings.Queue(queue, Optional.empty(), Duration.ZERO, Duration.ofSeconds(30));
    }
}
