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
                .add("busy", 20)
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
                .add("services", Json.createArrayBuilder().add(service()))
                .add("queue", depth(120, 24))
                .add("dead_letters", depth(deadLetters, 0))
                .add("depths_at", Instant.now().toString());
    }

    /** It answers now, and was down a moment ago. */
    private static JsonObjectBuilder service() {
        Instant now = Instant.now();
        return Json.createObjectBuilder()
                .add("name", "inventory")
                .add("state", "closed")
                .add("unstable", true)
                .add("deadline_seconds", 0.25)
                .add("window_seconds", 300)
                .add("outages", 3)
                .add(
                        "last_outage",
                        Json.createObjectBuilder()
                                .add("operation", "commit_reservation")
                                .add("began_at", now.minusSeconds(40).toString())
                                .add("ended_at", now.minusSeconds(20).toString())
                                .add("cause", "inventory: UNAVAILABLE <b>io</b>"))
                .add("operations", Json.createArrayBuilder().add(operation(now)));
    }

    private static JsonObjectBuilder operation(Instant now) {
        return Json.createObjectBuilder()
                .add("name", "commit_reservation")
                .add("state", "closed")
                .add("calls", 400)
                .add("failed", 48)
                .add("results", Json.createObjectBuilder().add("success", 352).add("transient", 48))
                .add("p50_seconds", 0.018)
                .add("p99_seconds", 0.251)
                .add("longest_seconds", 0.26)
                .add(
                        "errors",
                        Json.createArrayBuilder()
                                .add(Json.createObjectBuilder()
                                        .add("at", now.minusSeconds(21).toString())
                                        .add("result", "transient")
                                        .add("detail", "inventory: DEADLINE_EXCEEDED")));
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
