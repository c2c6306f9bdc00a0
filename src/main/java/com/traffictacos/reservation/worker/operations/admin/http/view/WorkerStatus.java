package com.traffictacos.reservation.worker.operations.admin.http.view;

import com.traffictacos.reservation.worker.operations.fleet.FleetPause;
import jakarta.json.bind.annotation.JsonbProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The live status of a worker, as {@code GET /admin/status} shows it. Counters run from the start of the process; the
 * client computes rates from them. Public because JSON-B reads it.
 *
 * @param events deliveries by type and outcome; zero counts are left out
 * @param inFlight messages in flight: with a worker, or waiting for one
 * @param busy workers that process a message
 * @param dependencies the state of each service
 * @param concurrencyLimits the calls at a time that each service is given
 * @param services what is known of each service
 * @param queue absent if its depth is not known
 * @param deadLetters absent if the depth is not known
 * @param job absent if no job runs
 */
public record WorkerStatus(
        Instant at,
        Pod pod,
        String state,
        String condition,
        Map<String, Map<String, Long>> events,
        Durations processing,
        Durations latency,
        Deliveries deliveries,
        PermitCounts permits,
        @JsonbProperty("in_work") int inFlight,
        int busy,
        Polling polling,
        Map<String, String> dependencies,
        @JsonbProperty("concurrency_limits") Map<String, Integer> concurrencyLimits,
        List<ServiceView> services,
        @Nullable QueueDepth queue,
        @JsonbProperty("dead_letters") @Nullable QueueDepth deadLetters,
        @JsonbProperty("depths_at") Instant depthsAt,
        @Nullable JobView job) {

    /** The process. */
    public record Pod(
            String name,
            @JsonbProperty("started_at") Instant startedAt,
            String java,
            String queue,
            @JsonbProperty("heap_used_bytes") long heapUsedBytes,
            @JsonbProperty("heap_max_bytes") long heapMaxBytes) {}

    /** The distribution of a duration. */
    public record Durations(
            long count, @JsonbProperty("sum_seconds") double sumSeconds, List<Bucket> buckets) {}

    /** The number of durations up to a bound. */
    public record Bucket(@JsonbProperty("le_seconds") double leSeconds, long count) {}

    /** What became of the received messages. */
    public record Deliveries(
            long received,
            long acknowledged,
            long retried,
            @JsonbProperty("dead_lettered") long deadLettered,
            long released,
            @JsonbProperty("in_hand") long inFlight,
            long unaccounted) {}

    /** The permits of the worker. */
    public record PermitCounts(int total, int free) {}

    /**
     * The receives.
     *
     * @param paused whether this worker alone is paused
     * @param notReceiving why no messages are received; absent if they are
     */
    public record Polling(
            boolean paused,
            long errors,
            @JsonbProperty("failed_in_a_row") int failedInARow,
            @JsonbProperty("not_receiving") @Nullable String notReceiving,
            FleetFlagView fleet) {}

    /**
     * The flag that pauses all workers of the queue, as this worker knows it.
     *
     * @param since when it was set; absent if nobody wrote it down
     * @param operator who set it; absent if nobody wrote it down
     * @param readAt when this worker read it last; absent if it never could
     * @param problem why the last read failed; absent if it succeeded
     */
    public record FleetFlagView(
            boolean paused,
            @Nullable Instant since,
            @Nullable String operator,
            @JsonbProperty("read_at") @Nullable Instant readAt,
            @Nullable String problem) {

        public static FleetFlagView of(FleetPause.Status status) {
            return new FleetFlagView(
                    status.flag().paused(),
                    status.flag().at().orElse(null),
                    status.flag().operator().orElse(null),
                    status.readAt().orElse(null),
                    status.problem().orElse(null));
        }
    }

    /** The approximate numbers of a queue's messages. */
    public record QueueDepth(
            long visible, @JsonbProperty("in_flight") long inFlight, long delayed) {}
}
