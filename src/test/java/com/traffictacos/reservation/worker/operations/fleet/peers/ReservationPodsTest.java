package com.traffictacos.reservation.worker.operations.fleet.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.operations.fleet.peers.PeerClient.Answer;
import com.traffictacos.reservation.worker.platform.address.HostAndPort;
import com.traffictacos.reservation.worker.platform.concurrent.FleetExecutor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReservationPodsTest {

    private static final ReservationId RESERVATION = new ReservationId("rsv:1");
    private static final Instant NOW = Instant.parse("2025-01-23T10:00:00Z");
    private static final PodReservation OWN = Pods.reservation("own", "worker-b", RESERVATION);
    private static final PodReservation OTHER = Pods.reservation("other", "worker-a", RESERVATION);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static PeerAddress address(int number) {
        return new PeerAddress(new HostAndPort("10.0.0." + number, 8040));
    }

    /** The one that asks is among the addresses, and another has two. */
    @Test
    void tellsWhatTheOthersKnowOnceAndWhoDoesNotAnswer() {
        Map<PeerAddress, Answer> answers = Map.of(
                address(1), new Answer.Told(address(1), OWN),
                address(2), new Answer.Told(address(2), OTHER),
                address(3), new Answer.Told(address(3), OTHER),
                address(4), new Answer.Missing(address(4), "no answer within 1000 ms"));
        ReservationPods pods = new ReservationPods(
                () -> new PeerAddresses.Found(
                        List.of(address(1), address(2), address(3), address(4)), 2, List.of("x has no address")),
                (address, reservation) -> CompletableFuture.completedFuture(answers.get(address)),
                new FleetExecutor(threads),
                "own",
                new ManualClock(NOW));

        assertThat(pods.ask(RESERVATION))
                .isEqualTo(new ReservationPods.Known(
                        "rsv:1",
                        NOW,
                        List.of(OTHER),
                        List.of(new FleetView.Silent("10.0.0.4:8040", "no answer within 1000 ms")),
                        2,
                        List.of("x has no address")));
    }
}
