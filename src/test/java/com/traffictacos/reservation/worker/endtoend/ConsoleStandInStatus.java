package com.traffictacos.reservation.worker.endtoend;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;

/** A status of a worker that holds more messages than it has workers. Stateless. */
final class ConsoleStandInStatus {

    private ConsoleStandInStatus() {}

    static JsonObjectBuilder now(Instant started, int deadLetters) {
        return Json.createObjectBuilder()
                .add("at", Instant.now().toString())
                .add(
                        "pod",
                        Json.createObjectBuilder()
                                .add("name", "worker-1")
                                .add("started_at", started.toString())
                                .add("java", "25")
                                .add("queue", "reservation-events")
                                .add("heap_used_bytes", 60_000_000)
                                .add("heap_max_bytes", 128_000_000))
                .add("state", "running")
                .add("condition", "healthy")
                .add("events", Json.createObjectBuilder())
                .add("processing", distribution())
                .add("latency", distribution())
                .add(
                        "deliveries",
                        Json.createObjectBuilder()
                                .add("received", 24)
                                .add("acknowledged", 0)
                                .add("retried", 0)
                                .add("dead_lettered", 0)
                                .add("released", 0)
                                .add("in_hand", 24)
                                .add("unaccounted", 0))
                .add("permits", Json.createObjectBuilder().add("total", 20).add("free", 0))
                .add("in_work", 24)
                .add(
                        "polling",
                        Json.createObjectBuilder()
                                .add("paused", false)
                                .add("errors", 0)
                                .add("failed_in_a_row", 0))
                .add(
                        "dependencies",
                        Json.createObjectBuilder().add("inventory", "closed").add("reservation-api", "open"))
                .add(
                        "concurrency_limits",
                        Json.createObjectBuilder().add("inventory", 4).add("reservation-api", 20))
                .add("queue", depth(120, 24))
                .add("dead_letters", depth(deadLetters, 0))
                .add("depths_at", Instant.now().toString());
    }

    private static JsonObjectBuilder distribution() {
        return Json.createObjectBuilder()
                .add("count", 0)
                .add("sum_seconds", 0)
                .add("buckets", Json.createArrayBuilder());
    }

    private static JsonObjectBuilder depth(int visible, int inFlight) {
        return Json.createObjectBuilder()
                .add("visible", visible)
                .add("in_flight", inFlight)
                .add("delayed", 0);
    }
}
