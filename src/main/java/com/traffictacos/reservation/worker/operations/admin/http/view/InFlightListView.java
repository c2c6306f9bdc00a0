package com.traffictacos.reservation.worker.operations.admin.http.view;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightView;
import jakarta.json.bind.annotation.JsonbProperty;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages in flight, as operators see them, the oldest first. Public because JSON-B reads it. */
public record InFlightListView(@JsonbProperty("in_work") List<Message> inFlight) {

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
                    seconds(delivery.age()),
                    seconds(delivery.leaseLeft()),
                    delivery.reservationId().map(ReservationId::value).orElse(null));
        }
    }

    public static InFlightListView of(List<InFlightView> deliveries) {
        return new InFlightListView(deliveries.stream().map(Message::of).toList());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
