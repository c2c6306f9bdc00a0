package com.traffictacos.reservation.worker.operations.fleet.peers;

import com.traffictacos.reservation.worker.operations.fleet.peers.PeerClient.Answer;
import jakarta.json.bind.annotation.JsonbProperty;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All workers of the queue at one moment. Public because JSON-B reads it.
 *
 * @param sums over the pods that answered
 * @param pods that answered, by name
 * @param silent the addresses that did not answer, with the cause
 * @param notAsked addresses beyond the number that is asked
 * @param problems the names without an address
 * @param inFlight the oldest messages in flight in all pods, at most {@value #MAX_MESSAGES}
 */
public record FleetView(
        Instant at,
        Sums sums,
        List<Pod> pods,
        List<Silent> silent,
        @JsonbProperty("not_asked") int notAsked,
        List<String> problems,
        @JsonbProperty("in_work") List<Message> inFlight) {

    static final int MAX_MESSAGES = 100;

    /**
     * Figures of all pods together.
     *
     * @param receiving pods that receive messages
     * @param inFlight messages in flight
     * @param busy workers that process a message
     * @param permitsFree not the workers that are free: a busy one may have lent its permit to the next message
     * @param events deliveries that have ended since each pod's start, by outcome: a pod that goes takes its own along
     */
    public record Sums(
            int pods,
            int receiving,
            @JsonbProperty("in_work") int inFlight,
            int busy,
            int permits,
            @JsonbProperty("permits_free") int permitsFree,
            Map<String, Long> events) {}

    /**
     * A pod.
     *
     * @param address where it was asked; absent for the one that asked, if no address led to it
     * @param status without its messages
     */
    public record Pod(@Nullable String address, PodStatus status) {}

    /** An address without an answer. */
    public record Silent(String address, String cause) {}

    /** A message in flight, and the pod that has it. */
    public record Message(String pod, PodStatus.Message message) {}

    /** @param own the figures of the worker that asked */
    static FleetView of(Instant at, PodStatus own, PeerAddresses.Found found, List<Answer> answers) {
        Map<String, Pod> byInstance = new TreeMap<>();
        byInstance.put(own.instance(), new Pod(null, own));
        // A pod with several addresses answers more than once.
        answers.forEach(answer -> {
            if (answer instanceof Answer.Given given) {
                byInstance.merge(
                        given.status().instance(),
                        new Pod(given.address().text(), given.status()),
                        (known, again) -> known.address() == null ? again : known);
            }
        });
        List<Pod> pods = byInstance.values().stream()
                .sorted(Comparator.comparing((Pod pod) -> pod.status().name())
                        .thenComparing(pod -> pod.status().instance()))
                .toList();
        return new FleetView(
                at,
                sums(pods.stream().map(Pod::status).toList()),
                pods.stream().map(FleetView::withoutMessages).toList(),
                answers.stream().flatMap(FleetView::silent).toList(),
                found.left(),
                found.problems(),
                pods.stream()
                        .flatMap(pod -> pod.status().messages().stream()
                                .map(message -> new Message(pod.status().name(), message)))
                        .sorted(Comparator.comparingDouble(
                                        (Message message) -> message.message().ageSeconds())
                                .reversed())
                        .limit(MAX_MESSAGES)
                        .toList());
    }

    private static Sums sums(List<PodStatus> pods) {
        Map<String, Long> events = new TreeMap<>();
        pods.forEach(pod -> pod.events().forEach((outcome, n) -> events.merge(outcome, n, Long::sum)));
        return new Sums(
                pods.size(),
                (int) pods.stream().filter(pod -> pod.notReceiving() == null).count(),
                pods.stream().mapToInt(PodStatus::inFlight).sum(),
                pods.stream().mapToInt(PodStatus::busy).sum(),
                pods.stream().mapToInt(PodStatus::permits).sum(),
                pods.stream().mapToInt(PodStatus::permitsFree).sum(),
                events);
    }

    private static Pod withoutMessages(Pod pod) {
        PodStatus status = pod.status();
        return new Pod(
                pod.address(),
                new PodStatus(
                        status.instance(),
                        status.name(),
                        status.startedAt(),
                        status.state(),
                        status.condition(),
                        status.notReceiving(),
                        status.paused(),
                        status.fleetPaused(),
                        status.inFlight(),
                        status.busy(),
                        status.permits(),
                        status.permitsFree(),
                        status.events(),
                        status.dependencies(),
                        List.of()));
    }

    static Stream<Silent> silent(Answer answer) {
        return switch (answer) {
            case Answer.Given given -> Stream.empty();
            case Answer.Told told -> Stream.empty();
            case Answer.Missing missing ->
                Stream.of(new Silent(missing.address().text(), missing.cause()));
        };
    }
}
