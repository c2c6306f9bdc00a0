package com.traffictacos.reservation.worker.operations.fleet.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.operations.fleet.peers.PeerClient.Answer;
import com.traffictacos.reservation.worker.platform.address.HostAndPort;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FleetViewTest {

    private static final Instant AT = Instant.parse("2025-01-23T10:00:00Z");
    private static final PodStatus OWN = Pods.status("own", "worker-b", 3);

    private static PeerAddress address(int number) {
        return new PeerAddress(new HostAndPort("10.0.0." + number, 8040));
    }

    private static FleetView view(Answer... answers) {
        return FleetView.of(
                AT, OWN, new PeerAddresses.Found(List.of(), 2, List.of("x has no address")), List.of(answers));
    }

    @Test
    void sumsAllThatAnsweredAndNamesTheOthers() {
        FleetView view = view(
                new Answer.Given(address(1), OWN),
                new Answer.Given(address(2), Pods.paused("p", "worker-a")),
                new Answer.Missing(address(3), "no answer within 900 ms"));

        assertThat(view.sums())
                .isEqualTo(new FleetView.Sums(2, 1, 3, 3, 40, 39, Map.of("success", 15L, "retried", 1L)));
        assertThat(view.pods()).extracting(FleetView.Pod::address).containsExactly("10.0.0.2:8040", "10.0.0.1:8040");
        assertThat(view.silent()).containsExactly(new FleetView.Silent("10.0.0.3:8040", "no answer within 900 ms"));
        assertThat(view.notAsked()).isEqualTo(2);
        assertThat(view.problems()).containsExactly("x has no address");
    }

    /** A pod of two address families, or one that the list names twice. */
    @Test
    void countsAPodOnceHoweverManyAddressesItHas() {
        PodStatus other = Pods.status("other", "worker-c", 2);
        FleetView view = view(new Answer.Given(address(1), other), new Answer.Given(address(2), other));

        assertThat(view.sums().pods()).isEqualTo(2);
        assertThat(view.sums().inFlight()).isEqualTo(5);
    }

    /** The operations' pod is behind no Service of workers. */
    @Test
    void countsTheOneThatAsksAlthoughNoAddressLeadsToIt() {
        assertThat(view().pods()).singleElement().satisfies(pod -> {
            assertThat(pod.address()).isNull();
            assertThat(pod.status().instance()).isEqualTo("own");
        });
    }

    @Test
    void saysWhichPodHasWhichMessageTheOldestFirst() {
        FleetView view = view(new Answer.Given(address(1), Pods.status("a", "worker-a", 4)));

        assertThat(view.inFlight())
                .extracting(message -> message.pod() + " " + message.message().ageSeconds())
                .containsExactly(
                        "worker-a 4.0",
                        "worker-a 3.0",
                        "worker-b 3.0",
                        "worker-a 2.0",
                        "worker-b 2.0",
                        "worker-a 1.0",
                        "worker-b 1.0");
        assertThat(view.pods())
                .allSatisfy(pod -> assertThat(pod.status().messages()).isEmpty());
    }
}
