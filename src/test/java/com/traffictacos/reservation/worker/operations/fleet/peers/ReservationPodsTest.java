package com.traffictacos.reservation.worker.operations.fleet.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.operations.fleet.peers.PeerClient.Answer;
import com.traffictacos.reservation.worker.platform.address.HostAndPort;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ReservationPodsTest {

    private static final ReservationId RESERVATION = new ReservationId("rsv:1");
    private static final Instant NOW = Instant.parse("2025-01-23T10:00:00Z");
    private static final PodReservation OWN = Pods.reservation("own", "worker-b", RESERVATION);
    private static final PodReservation OTHER = Pods.reservation("other", "worker-a", RESERVATION);

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
                address(4), new Answer.Missing(address(4), "no answer within 900 ms"));
        ReservationPods pods = new ReservationPods(
                () -> new PeerAddresses.Found(
                        List.of(address(1), address(2), address(3), address(4)), 2, List.of("x has no address")),
                (address, reservation) -> CompletableFuture.completedFuture(answers.get(address)),
                "own",
                new ManualClock(NOW));

        assertThat(pods.ask(RESERVATION))
                .isEqualTo(new ReservationPods.Known(
                        "rsv:1",
                        NOW,
                        List.of(OTHER),
                        List.of(new FleetView.Silent("10.0.0.4:8040", "no answer within 900 ms")),
                        2,
                        List.of("x has no address")));
    }

    /** The few threads handle the answers of all pods: a name server that does not answer would make pods seem silent. */
    @Test
    void looksUpTheNamesOnTheThreadOfTheCaller() {
        List<Thread> looked = new ArrayList<>();
        ReservationPods pods = new ReservationPods(
                () -> {
                    looked.add(Thread.currentThread());
                    return PeerAddresses.Found.NONE;
                },
                (address, reservation) -> new CompletableFuture<>(),
                "own",
                new ManualClock(NOW));

        assertThat(pods.ask(RESERVATION).pods()).isEmpty();
        assertThat(looked).containsExactly(Thread.currentThread());
    }
}
