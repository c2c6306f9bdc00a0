package com.traffictacos.reservation.worker.adapter.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.fixture.RecordingProxy;
import com.traffictacos.reservation.worker.platform.address.HostAndPort;
import com.traffictacos.reservation.worker.platform.network.ProxyRules;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import io.grpc.InsecureChannelCredentials;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class InventoryProxyTest {

    @Test
    void asksProxyForATunnel() {
        try (TestInventoryServer service = TestInventoryServer.start();
                RecordingProxy proxy = proxyTo(service);
                InventoryChannel channel = channel(new HostAndPort("inventory.test", 8021), proxy)) {
            InventoryFixture.inventory(channel).release(InventoryFixture.RELEASE);

            assertThat(service.releases()).hasSize(1);
            assertThat(proxy.requests()).hasSize(1);
            assertThat(proxy.requests().getFirst())
                    .startsWith("CONNECT inventory.test:8021 ")
                    .containsIgnoringCase("Proxy-Authorization: Basic bWU6c2VjcmV0");
        }
    }

    @Test
    void asksThisMachineDirectly() {
        try (TestInventoryServer service = TestInventoryServer.start();
                RecordingProxy proxy = proxyTo(service);
                InventoryChannel channel = channel(service.address(), proxy)) {
            InventoryFixture.inventory(channel).release(InventoryFixture.RELEASE);

            assertThat(service.releases()).hasSize(1);
            assertThat(proxy.requests()).isEmpty();
        }
    }

    private static RecordingProxy proxyTo(TestInventoryServer service) {
        return new RecordingProxy(new InetSocketAddress(
                service.address().host(), service.address().port()));
    }

    private static InventoryChannel channel(HostAndPort address, RecordingProxy proxy) {
        return new InventoryChannel(
                new Settings.InventoryService(address, InventoryFixture.TIMEOUT, false),
                InsecureChannelCredentials.create(),
                new InventoryChannel.Upkeep(ChannelReconnect.PAUSE, InventoryConnection.AGE_NANOS, 1),
                ProxyRules.of(name -> null, proxy.environment()),
                CallSpans.NONE);
    }
}
