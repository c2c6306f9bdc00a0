package com.traffictacos.reservation.worker.operations.fleet.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.platform.address.HostAndPort;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerAddressesTest {

    private static final Map<String, List<String>> NAMES =
            Map.of("pods", List.of("10.0.0.1", "10.0.0.2", "fd00:0:0:0:0:0:0:1"), "127.0.0.1", List.of("127.0.0.1"));

    private static InetAddress[] look(String host) throws UnknownHostException {
        if (!NAMES.containsKey(host)) {
            throw new UnknownHostException(host);
        }
        InetAddress[] found = new InetAddress[NAMES.get(host).size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = InetAddress.getByName(NAMES.get(host).get(i));
        }
        return found;
    }

    @Test
    void findsEveryAddressOfEveryNameOnce() {
        PeerAddresses addresses = new PeerAddresses(
                List.of(
                        new HostAndPort("pods", 8040),
                        new HostAndPort("127.0.0.1", 8042),
                        new HostAndPort("pods", 8040)),
                PeerAddressesTest::look);

        assertThat(addresses.find().all())
                .extracting(PeerAddress::text)
                .containsExactly("10.0.0.1:8040", "10.0.0.2:8040", "[fd00:0:0:0:0:0:0:1]:8040", "127.0.0.1:8042");
        assertThat(addresses.find().problems()).isEmpty();
    }

    /** A headless Service has no address while there are 0 pods. */
    @Test
    void namesANameWithoutAddress() {
        PeerAddresses addresses = new PeerAddresses(
                List.of(new HostAndPort("none", 8040), new HostAndPort("pods", 8040)), PeerAddressesTest::look);

        assertThat(addresses.find().all()).hasSize(3);
        assertThat(addresses.find().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("none has no address"));
    }

    @Test
    void asksABoundedNumberAndCountsTheOthers() {
        PeerAddresses addresses = new PeerAddresses(List.of(new HostAndPort("many", 8040)), host -> {
            InetAddress[] many = new InetAddress[130];
            for (int i = 0; i < many.length; i++) {
                many[i] = InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) i});
            }
            return many;
        });

        assertThat(addresses.find().all()).hasSize(PeerAddresses.MAX);
        assertThat(addresses.find().left()).isEqualTo(30);
    }
}
