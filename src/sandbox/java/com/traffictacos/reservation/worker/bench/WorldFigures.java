package com.traffictacos.reservation.worker.bench;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the world saw of a run.
 *
 * @param deleted events that have come to their end
 * @param requests to the queue, by action
 * @param downstream time that both services have spent on calls
 * @param send from sending to delete: p50, p95, p99
 * @param receive from the first delivery to delete: p50, p95, p99
 * @param firstReceive the first one that brought a message
 * @param course how long after it the first, a tenth, nine tenths and all of the events were deleted
 */
record WorldFigures(
        long deleted,
        long redeliveries,
        long wrong,
        Map<String, Long> requests,
        Duration downstream,
        List<Duration> send,
        List<Duration> receive,
        Optional<Instant> firstReceive,
        List<Duration> course) {

    static WorldFigures of(JsonObject json) {
        Map<String, Long> requests = new HashMap<>();
        json.getJsonObject("requests")
                .forEach((action, count) -> requests.put(action, ((JsonNumber) count).longValue()));
        return new WorldFigures(
                json.getInt("deleted"),
                json.getInt("redeliveries"),
                json.getInt("wrong"),
                requests,
                Duration.ofNanos(json.getJsonNumber("downstream_ns").longValue()),
                durations(json, "send"),
                durations(json, "receive"),
                Optional.ofNullable(json.getJsonNumber("first_receive_ns"))
                        .map(nanos -> Instant.EPOCH.plusNanos(nanos.longValue())),
                durations(json, "course"));
    }

    private static List<Duration> durations(JsonObject json, String key) {
        return json.getJsonArray(key).getValuesAs(JsonNumber.class).stream()
                .map(nanos -> Duration.ofNanos(nanos.longValue()))
                .toList();
    }

    Duration untilFirst() {
        return course.get(0);
    }

    Duration untilLast() {
        return course.get(3);
    }

    /** In which eight tenths of the events were deleted. */
    Duration middle() {
        return course.get(2).minus(course.get(1));
    }

    long allRequests() {
        return requests.values().stream().mapToLong(Long::longValue).sum();
    }

    long requests(String action) {
        return requests.getOrDefault(action, 0L);
    }
}
