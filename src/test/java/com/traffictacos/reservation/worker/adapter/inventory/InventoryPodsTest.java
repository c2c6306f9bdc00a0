package com.traffictacos.reservation.worker.adapter.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.traffic_tacos.reservation.v1.ReleaseHoldResponse;
import com.traffic_tacos.reservation.v1.ReleaseStatus;
import com.traffictacos.reservation.worker.event.failure.EventFailure;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.Inventory;
import com.traffictacos.reservation.worker.platform.address.HostAndPort;
import com.traffictacos.reservation.worker.sandbox.ConnectionForwarder;
import io.grpc.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two pods of the inventory service behind one address. */
class InventoryPodsTest {

    private final TestInventoryServer broken = TestInventoryServer.start();
    private final TestInventoryServer sound = TestInventoryServer.start();
    private final ConnectionForwarder service =
            ConnectionForwarder.to(broken.address().port());
    private final InventoryChannel channel = InventoryFixture.channel(new HostAndPort("127.0.0.1", service.port()));
    private final Inventory inventory = InventoryFixture.inventory(channel);

    @AfterEach
    void close() {
        channel.close();
        service.close();
        sound.close();
        broken.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"UNAVAILABLE", "INTERNAL", "UNKNOWN"})
    void leavesPodThatAnswersEachCallWithAFailure(Status.Code code) {
        inventory.release(InventoryFixture.RELEASE);
        broken.refuses(Status.fromCode(code));
        service.choose(sound.address().port());

        failures(ChannelReconnect.FAILURE_LIMIT);

        awaitRelease();
        assertThat(sound.releases()).hasSize(1);
    }

    @Test
    void leavesPodWhoseAnswersTellOfAFailure() {
        inventory.release(InventoryFixture.RELEASE);
        broken.answers(ReleaseHoldResponse.newBuilder()
                .setStatus(ReleaseStatus.RELEASE_STATUS_FAILED)
                .build());
        service.choose(sound.address().port());

        failures(ChannelReconnect.FAILURE_LIMIT);

        awaitRelease();
        assertThat(sound.releases()).hasSize(1);
    }

    @Test
    void staysWithPodThatRefusesMessages() {
        inventory.release(InventoryFixture.RELEASE);
        broken.refuses(Status.INVALID_ARGUMENT);
        service.choose(sound.address().port());

        for (int call = 0; call < 2 * ChannelReconnect.FAILURE_LIMIT; call++) {
            assertThatExceptionOfType(PermanentFailure.class)
                    .isThrownBy(() -> inventory.release(InventoryFixture.RELEASE));
        }

        assertThat(sound.connections()).isZero();
    }

    @Test
    void staysWithPodThatFailsNowAndThen() {
        inventory.release(InventoryFixture.RELEASE);
        service.choose(sound.address().port());
        for (int call = 0; call < 5; call++) {
            broken.refuses(Status.INTERNAL);
            failures(ChannelReconnect.FAILURE_LIMIT - 1);
            broken.answers(ReleaseHoldResponse.getDefaultInstance());
            inventory.release(InventoryFixture.RELEASE);
        }

        assertThat(sound.connections()).isZero();
    }

    /** The channel leaves its connection on a thread of its own: a call that begins before is still one of the broken pod. */
    private void awaitRelease() {
        await().ignoreExceptionsInstanceOf(TransientFailure.class)
                .untilAsserted(() -> inventory.release(InventoryFixture.RELEASE));
    }

    private void failures(int calls) {
        for (int call = 0; call < calls; call++) {
            assertThatExceptionOfType(EventFailure.class)
                    .isThrownBy(() -> inventory.release(InventoryFixture.RELEASE))
                    .isInstanceOf(TransientFailure.class);
        }
    }
}
