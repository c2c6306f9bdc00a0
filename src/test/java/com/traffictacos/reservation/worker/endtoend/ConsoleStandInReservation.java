package com.traffictacos.reservation.worker.endtoend;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;

/** What {@link ConsoleStandIn} knows of a reservation: a dead letter, one in flight, one outcome, a trace and its logs. */
final class ConsoleStandInReservation {

    private ConsoleStandInReservation() {}

    /**
     * @param scan how far the scan of the dead-letter queue has come
     * @param letters those of the reservation that it has seen
     */
    static JsonObjectBuilder of(String id, JsonObjectBuilder scan, JsonArray letters) {
        return Json.createObjectBuilder()
                .add("reservation_id", id)
                .add("at", Instant.now().toString())
                .add("pod", "worker-1")
                .add("reservation", id.equals("rsv_none") ? notFound() : confirmed())
                .add(
                        "dead_letters",
                        Json.createObjectBuilder()
                                .add("scan", scan)
                                .add("matched", letters.size())
                                .add("letters", letters))
                .add("in_work", Json.createArrayBuilder().add(inFlight(id)))
                .add(
                        "outcomes",
                        Json.createObjectBuilder()
                                .add("capacity", 1_000)
                                .add(
                                        "remembered_since",
                                        Instant.now().minusSeconds(60).toString())
                                .add("matched", 1)
                                .add("list", Json.createArrayBuilder().add(outcome())))
                .add(
                        "traces",
                        Json.createArrayBuilder()
                                .add(Json.createObjectBuilder()
                                        .add("trace_id", "5b8a")
                                        .add("url", "https://traces.example/5b8a")))
                .add("log_url", "https://logs.example/?q=" + id);
    }

    private static JsonObjectBuilder notFound() {
        return Json.createObjectBuilder()
                .add(
                        "error",
                        Json.createObjectBuilder()
                                .add("code", "reservation_not_found")
                                .add("message", "GET answered 404 <b>"));
    }

    private static JsonObjectBuilder confirmed() {
        return Json.createObjectBuilder()
                .add("status", "CONFIRMED")
                .add("event_id", "evt_1")
                .add("seat_ids", Json.createArrayBuilder().add("A-1").add("A-2"))
                .add("quantity", 2)
                .add("user_id", "<i>user</i>")
                .add("hold_expires_at", Instant.now().toString());
    }

    private static JsonObjectBuilder inFlight(String id) {
        return Json.createObjectBuilder()
                .add("message_id", "m-1")
                .add("type", "approved")
                .add("reservation_id", id)
                .add("step", "commit_seats")
                .add("attempt", 2)
                .add("age_seconds", 0.084)
                .add("lease_left_seconds", 59.9);
    }

    private static JsonObjectBuilder outcome() {
        return Json.createObjectBuilder()
                .add("ended_at", Instant.now().toString())
                .add("type", "approved")
                .add("outcome", "retried")
                .add("reason", "transient")
                .add("attempt", 1)
                .add("handler_attempts", 3)
                .add("duration_seconds", 0.812)
                .add("trace_id", "5b8a")
                .add("message_id", "m-0");
    }
}
