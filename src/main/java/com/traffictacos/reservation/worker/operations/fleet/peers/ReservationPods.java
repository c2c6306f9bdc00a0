package com.traffictacos.reservation.worker.operations.fleet.peers;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.operations.fleet.peers.PeerClient.Answer;
import com.traffictacos.reservation.worker.operations.health.ProcessIdentity;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import jakarta.json.bind.annotation.JsonbProperty;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Asks the other workers of the queue what they know of one reservation: what they have in flight, and the outcomes that they
 * remember. A worker that does not answer is named, and holds nobody up for longer than a second. Thread-safe.
 */
@SingletonBean
public class ReservationPods {

    /** Longer than the slowest pod can take. */
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final Supplier<PeerAddresses.Found> addresses;
    private final BiFunction<PeerAddress, ReservationId, CompletableFuture<Answer>> client;
    private final String own;
    private final Clock clock;

    @Inject
    public ReservationPods(PeerAddresses addresses, PeerClient client, PeerTokens tokens, Clock clock) {
        this(
                () -> tokens.areConfigured() ? addresses.find() : PeerAddresses.Found.NONE,
                client::ask,
                ProcessIdentity.ID,
                clock);
    }

    ReservationPods(
            Supplier<PeerAddresses.Found> addresses,
            BiFunction<PeerAddress, ReservationId, CompletableFuture<Answer>> client,
            String own,
            Clock clock) {
        this.addresses = addresses;
        this.client = client;
        this.own = own;
        this.clock = clock;
    }

    /**
     * What the other workers know.
     *
     * @param pods that answered, by name, without the one that asked; those that know nothing as well
     * @param silent the addresses that did not answer, with the cause
     * @param notAsked addresses beyond the number that is asked
     * @param problems the names without an address
     */
    public record Known(
            @JsonbProperty("reservation_id") String reservationId,
            Instant at,
            List<PodReservation> pods,
            List<FleetView.Silent> silent,
            @JsonbProperty("not_asked") int notAsked,
            List<String> problems) {}

    /**
     * Asks. Blocks for seconds at most: the names are looked up on this thread, since the threads that handle the answers of
     * pods are few.
     *
     * @throws IllegalStateException if it took longer than it can, or failed
     */
    public Known ask(ReservationId reservation) {
        PeerAddresses.Found found = addresses.get();
        return PeerAnswers.await(
                PeerAnswers.ofAll(found.all(), address -> client.apply(address, reservation))
                        .thenApply(answers -> known(reservation, found, answers)),
                LONGEST,
                "the other pods could not be asked");
    }

    private Known known(ReservationId reservation, PeerAddresses.Found found, List<Answer> answers) {
        // A pod with several addresses answers more than once, and so does the one that asks.
        Map<String, PodReservation> byInstance = new TreeMap<>();
        for (Answer answer : answers) {
            if (answer instanceof Answer.Told told
                    && !told.reservation().instance().equals(own)) {
                byInstance.put(told.reservation().instance(), told.reservation());
            }
        }
        return new Known(
                reservation.value(),
                clock.instant(),
                byInstance.values().stream()
                        .sorted(Comparator.comparing(PodReservation::name).thenComparing(PodReservation::instance))
                        .toList(),
                answers.stream().flatMap(FleetView::silent).toList(),
                found.left(),
                found.problems());
    }
}
