package com.traffictacos.reservation.worker.adapter.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.EventFailure;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.Inventory;
import com.traffictacos.reservation.worker.handler.Inventory.ReleaseEffect;
import com.traffictacos.reservation.worker.platform.address.HostAndPort;
import com.traffictacos.reservation.worker.platform.network.ProxyRules;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import com.traffictacos.reservation.worker.sandbox.ConnectionForwarder;
import io.grpc.ConnectivityState;
import io.grpc.InsecureChannelCredentials;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class InventoryChannelTest {

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Set<ConnectivityState> SETTLED =
            EnumSet.of(ConnectivityState.TRANSIENT_FAILURE, ConnectivityState.IDLE);

    @Test
    void makesNoConnectionBeforeFirstCall() {
        try (TestInventoryServer service = TestInventoryServer.start();
                InventoryChannel channel = InventoryFixture.channel(service.address())) {
            int before = service.connections();
            InventoryFixture.inventory(channel).release(InventoryFixture.RELEASE);

            assertThat(before).isZero();
            assertThat(service.connections()).isOne();
        }
    }

    @Test
    void sharesOneConnectionBetweenThreads() throws Exception {
        int threads = 20;
        try (TestInventoryServer service = TestInventoryServer.start();
                InventoryChannel channel = InventoryFixture.channel(service.address());
                ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            Inventory inventory = InventoryFixture.inventory(channel);
            CyclicBarrier together = new CyclicBarrier(threads);
            List<Future<ReleaseEffect>> calls = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                calls.add(pool.submit(() -> {
                    together.await();
                    return inventory.release(InventoryFixture.RELEASE).effect();
                }));
            }

            for (Future<ReleaseEffect> call : calls) {
                assertThat(call.get()).isEqualTo(ReleaseEffect.FREED);
            }
            assertThat(service.releases()).hasSize(threads);
            assertThat(service.connections()).isOne();
        }
    }

    @Test
    void givesUpAtDeadline() {
        try (TestInventoryServer service = TestInventoryServer.start();
                InventoryChannel channel = InventoryFixture.channel(service.address(), SHORT)) {
            Inventory inventory = InventoryFixture.inventory(channel);
            warmUp(inventory);
            service.staysSilent();

            assertThatExceptionOfType(TransientFailure.class)
                    .isThrownBy(() -> inventory.release(InventoryFixture.RELEASE))
                    .withMessageContaining("DEADLINE_EXCEEDED");
        }
    }

    @Test
    void saysThatServiceIsUnavailableWhenNobodyListens() {
        try (DesertedPort deserted = new DesertedPort();
                InventoryChannel channel = InventoryFixture.channel(deserted.address())) {
            Inventory inventory = InventoryFixture.inventory(channel);

            for (int call = 0; call < 3; call++) {
                assertThatExceptionOfType(DependencyUnavailable.class)
                        .isThrownBy(() -> inventory.commit(InventoryFixture.COMMIT));
            }
        }
    }

    @Test
    void reachesServiceWithFirstCallAfterOutage() {
        TestInventoryServer before = TestInventoryServer.start();
        HostAndPort address = before.address();
        try (InventoryChannel channel = channel(address, InventoryFixture.TIMEOUT, Duration.ZERO)) {
            Inventory inventory = InventoryFixture.inventory(channel);
            inventory.release(InventoryFixture.RELEASE);
            before.close();
            for (int call = 0; call < 10; call++) {
                assertThatExceptionOfType(EventFailure.class)
                        .isThrownBy(() -> inventory.release(InventoryFixture.RELEASE));
            }
            // A call fails shortly before the channel changes its state.
            await().until(() -> SETTLED.contains(channel.state()));

            try (TestInventoryServer after = TestInventoryServer.startOn(address.port())) {
                inventory.release(InventoryFixture.RELEASE);

                assertThat(after.releases()).hasSize(1);
            }
        }
    }

    @Test
    void leavesConnectionThatNoLongerAnswers() {
        try (TestInventoryServer service = TestInventoryServer.start();
                InventoryChannel channel = channel(service.address(), SHORT, Duration.ZERO)) {
            Inventory inventory = InventoryFixture.inventory(channel);
            warmUp(inventory);
            int before = service.connections();
            service.staysSilent();
            for (int call = 0; call <= ChannelReconnect.FAILURE_LIMIT; call++) {
                assertThatExceptionOfType(TransientFailure.class)
                        .isThrownBy(() -> inventory.release(InventoryFixture.RELEASE));
            }

            assertThat(service.connections()).isGreaterThan(before);
        }
    }

    @Test
    void connectsAheadOfFirstCallWhenAsked() {
        try (TestInventoryServer service = TestInventoryServer.start();
                InventoryChannel channel = InventoryFixture.channel(service.address())) {
            channel.connect();

            await().until(() -> service.connections() == 1);
        }
    }

    @Test
    void grantsFirstCallTheTimeToConnect() {
        try (TestInventoryServer service = TestInventoryServer.start();
                InventoryChannel channel = InventoryFixture.channel(service.address(), Duration.ofNanos(1))) {
            Inventory inventory = InventoryFixture.inventory(channel);

            assertThat(inventory.release(InventoryFixture.RELEASE).effect()).isEqualTo(ReleaseEffect.FREED);
            assertThatExceptionOfType(TransientFailure.class)
                    .isThrownBy(() -> inventory.release(InventoryFixture.RELEASE))
                    .withMessageContaining("DEADLINE_EXCEEDED");
        }
    }

    @Test
    void replacesOldConnectionByOneThatLeadsToANewPod() {
        try (TestInventoryServer before = TestInventoryServer.start();
                TestInventoryServer after = TestInventoryServer.start();
                ConnectionForwarder service =
                        ConnectionForwarder.to(before.address().port());
                InventoryChannel channel = channel(new HostAndPort("127.0.0.1", service.port()), () -> 0, 1)) {
            Inventory inventory = InventoryFixture.inventory(channel);
            inventory.release(InventoryFixture.RELEASE);
            service.choose(after.address().port());

            // Every call may start to replace the connection, and no call may fail.
            await().until(() -> {
                inventory.release(InventoryFixture.RELEASE);
                return !after.releases().isEmpty();
            });
        }
    }

    @Test
    void endsCallsUnderWayOnTheOldConnection() throws Exception {
        int calls = 200;
        try (TestInventoryServer service = TestInventoryServer.start();
                InventoryChannel channel = channel(service.address(), () -> 0, 1);
                ExecutorService pool = Executors.newFixedThreadPool(8)) {
            Inventory inventory = InventoryFixture.inventory(channel);
            List<Future<ReleaseEffect>> answers = new ArrayList<>();
            for (int call = 0; call < calls; call++) {
                answers.add(pool.submit(
                        () -> inventory.release(InventoryFixture.RELEASE).effect()));
            }

            for (Future<ReleaseEffect> answer : answers) {
                assertThat(answer.get()).isEqualTo(ReleaseEffect.FREED);
            }
            assertThat(service.releases()).hasSize(calls);
            assertThat(service.connections()).isGreaterThan(1);
        }
    }

    @Test
    void spreadsCallsOverItsConnections() {
        try (TestInventoryServer service = TestInventoryServer.start();
                InventoryChannel channel = channel(service.address(), InventoryConnection.AGE_NANOS, 4)) {
            Inventory inventory = InventoryFixture.inventory(channel);
            for (int call = 0; call < 8; call++) {
                inventory.release(InventoryFixture.RELEASE);
            }

            assertThat(service.connections()).isEqualTo(4);
        }
    }

    @Test
    void failsTransientlyOnceClosed() {
        try (TestInventoryServer service = TestInventoryServer.start()) {
            InventoryChannel channel = InventoryFixture.channel(service.address());
            channel.close();

            assertThatExceptionOfType(TransientFailure.class)
                    .isThrownBy(() -> InventoryFixture.inventory(channel).release(InventoryFixture.RELEASE));
        }
    }

    @Test
    void understandsIpv6Address() {
        try (InventoryChannel channel = InventoryFixture.channel(new HostAndPort("::1", 1))) {
            // Refused, or without a route if there is no IPv6. Both show that the connection was attempted.
            assertThatExceptionOfType(EventFailure.class)
                    .isThrownBy(() -> InventoryFixture.inventory(channel).release(InventoryFixture.RELEASE))
                    .withMessageContaining("UNAVAILABLE");
        }
    }

    private static InventoryChannel channel(HostAndPort address, LongSupplier ageNanos, int connections) {
        return new InventoryChannel(
                new Settings.InventoryService(address, InventoryFixture.TIMEOUT, false),
                InsecureChannelCredentials.create(),
                new InventoryChannel.Upkeep(ChannelReconnect.PAUSE, ageNanos, connections),
                ProxyRules.of(name -> null, Map.of()),
                CallSpans.NONE);
    }

    private static InventoryChannel channel(HostAndPort address, Duration timeout, Duration freshStartPause) {
        return new InventoryChannel(
                new Settings.InventoryService(address, timeout, false),
                InsecureChannelCredentials.create(),
                freshStartPause,
                CallSpans.NONE);
    }

    /** Repeats calls until one meets the short deadline. A cold machine may miss it a few times. */
    private static void warmUp(Inventory inventory) {
        await().ignoreExceptionsMatching(TransientFailure.class::isInstance)
                .until(() -> inventory.release(InventoryFixture.RELEASE).effect() == ReleaseEffect.FREED);
    }
}
