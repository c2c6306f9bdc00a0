package com.traffictacos.reservation.worker.operations.fleet.peers;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightView;
import jakarta.json.bind.annotation.JsonbProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one worker, as it gives them to another. Counters run from the start of its process. Public because
 * JSON-B reads it.
 *
 * @param instance identifies the process; two pods never share it
 * @param notReceiving why no messages are received; absent if they are
 * @param paused whether this pod alone is paused
 * @param fleetPaused whether this pod follows a pause of the fleet
 * @param inFlight the number of messages in flight
 * @param busy the workers that process a message
 * @param permitsFree permits that may be taken; one that a busy worker has lent to the next message is free as well
 * @param events deliveries that have ended, by outcome; zero counts are left out
 * @param dependencies the state of each service
 * @param messages the oldest in flight, at most {@value #MAX_MESSAGES}
 */
public record PodStatus(
        String instance,
        String name,
        @JsonbProperty("started_at") @Nullable Instant startedAt,
        String state,
        String condition,
        @JsonbProperty("not_receiving") @Nullable String notReceiving,
        boolean paused,
        @JsonbProperty("fleet_paused") boolean fleetPaused,
        @JsonbProperty("in_work") int inFlight,
        int busy,
        int permits,
        @JsonbProperty("permits_free") int permitsFree,
        Map<String, Long> events,
        Map<String, String> dependencies,
        List<Message> messages) {

    /** Enough to find what hangs; a pod with a thousand in flight would fill the answer for all. */
    static final int MAX_MESSAGES = 50;

    public PodStatus {
        events = Map.copyOf(events);
        dependencies = Map.copyOf(dependencies);
        messages = List.copyOf(messages);
    }

    /**
     * A message in flight.
     *
     * @param step the call of a service that it waits for; {@code none} if it waits for none
     * @param reservationId absent until the body is decoded
     */
    public record Message(
            @JsonbProperty("message_id") String messageId,
            String type,
            String step,
            int attempt,
            @JsonbProperty("age_seconds") double ageSeconds,
            @JsonbProperty("lease_left_seconds") double leaseLeftSeconds,
            @JsonbProperty("reservation_id") @Nullable String reservationId) {

        public static Message of(InFlightView delivery) {
            return new Message(
                    delivery.messageId(),
                    delivery.type().label(),
                    delivery.step().map(ServiceCall::step).orElse("none"),
                    delivery.attempt(),
                    delivery.age().toMillis() / 1e3,
                    delivery.leaseLeft().toMillis() / 1e3,
                    delivery.reservationId().map(ReservationId::value).orElse(null));
        }
    }
}
