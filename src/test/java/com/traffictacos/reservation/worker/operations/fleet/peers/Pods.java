package com.traffictacos.reservation.worker.operations.fleet.peers;

import com.traffictacos.reservation.worker.event.ReservationId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Figures of workers for tests. */
final class Pods {

    private static final Instant STARTED = Instant.parse("2025-01-23T09:00:00Z");

    private Pods() {}

    /** A worker that receives; its messages are 0, 1, 2 … seconds old, the oldest first. */
    static PodStatus status(String instance, String name, int inFlight) {
        List<PodStatus.Message> messages = IntStream.range(0, Math.min(inFlight, PodStatus.MAX_MESSAGES))
                .mapToObj(i -> new PodStatus.Message(
                        name + "-" + i, "expired", "release_seats", 1, inFlight - i, 30.5, i == 0 ? null : "rsv_" + i))
                .toList();
        return new PodStatus(
                instance,
                name,
                STARTED,
                "running",
                "healthy",
                null,
                false,
                false,
                inFlight,
                Math.min(inFlight, 20),
                20,
                // Two busy workers have lent theirs.
                Math.clamp(20 - inFlight + 2, 0, 20),
                Map.of("success", 10L, "retried", 1L),
                Map.of("inventory", "closed"),
                messages);
    }

    /** A worker that has a message of the reservation in flight, and remembers one. */
    static PodReservation reservation(String instance, String name, ReservationId reservation) {
        return new PodReservation(
                instance,
                name,
                reservation.value(),
                List.of(new PodStatus.Message("m-2", "approved", "commit_seats", 2, 0.5, 30.5, reservation.value())),
                new PodReservation.Outcomes(
                        1_000,
                        STARTED,
                        1,
                        List.of(new PodReservation.Ended(
                                STARTED.plusSeconds(60),
                                "approved",
                                "retried",
                                "transient",
                                1,
                                3,
                                0.812,
                                "5b8a",
                                "m-2"))));
    }

    /** A worker that follows a pause of the fleet. */
    static PodStatus paused(String instance, String name) {
        return new PodStatus(
                instance,
                name,
                STARTED,
                "running",
                "healthy",
                "fleet_paused",
                false,
                true,
                0,
                0,
                20,
                20,
                Map.of("success", 5L),
                Map.of(),
                List.of());
    }
}
