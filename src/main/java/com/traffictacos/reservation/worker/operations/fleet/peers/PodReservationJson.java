package com.traffictacos.reservation.worker.operations.fleet.peers;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.platform.json.BoundedJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what another worker, perhaps of another version, knows of a reservation. Stateless. */
final class PodReservationJson {

    /** As many as a worker gives. */
    private static final int MAX = 100;

    private PodReservationJson() {}

    /** Empty if the text does not come from a worker, or speaks of something else. */
    static Optional<PodReservation> parse(String text, ReservationId reservation) {
        return BoundedJson.object(text)
                .filter(pod -> !pod.getString("instance", "").isEmpty()
                        && !pod.getString("name", "").isEmpty()
                        && pod.getString("reservation_id", "").equals(reservation.value()))
                .map(pod -> new PodReservation(
                        pod.getString("instance"),
                        pod.getString("name"),
                        reservation.value(),
                        PodStatusJson.messages(pod.get("in_work")),
                        outcomes(pod.get("outcomes"))));
    }

    private static PodReservation.Outcomes outcomes(@Nullable JsonValue value) {
        if (!(value instanceof JsonObject outcomes)) {
            return new PodReservation.Outcomes(0, null, 0, List.of());
        }
        return new PodReservation.Outcomes(
                outcomes.getInt("capacity", 0),
                PodStatusJson.time(outcomes.getString("remembered_since", "")),
                (long) PodStatusJson.number(outcomes, "matched"),
                outcomes.get("list") instanceof List<?> list
                        ? list.stream()
                                .filter(JsonObject.class::isInstance)
                                .map(JsonObject.class::cast)
                                .limit(MAX)
                                .flatMap(ended -> ended(ended).stream())
                                .toList()
                        : List.of());
    }

    /** Empty without the time: it could not be put in order. */
    private static Optional<PodReservation.Ended> ended(JsonObject ended) {
        return Optional.ofNullable(PodStatusJson.time(ended.getString("ended_at", "")))
                .map(time -> new PodReservation.Ended(
                        time,
                        ended.getString("type", "unknown"),
                        ended.getString("outcome", "unknown"),
                        ended.getString("reason", ""),
                        ended.getInt("attempt", 0),
                        ended.getInt("handler_attempts", 0),
                        PodStatusJson.number(ended, "duration_seconds"),
                        ended.getString("trace_id", ""),
                        ended.getString("message_id", "")));
    }
}
