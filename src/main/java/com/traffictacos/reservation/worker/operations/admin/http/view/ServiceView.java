package com.traffictacos.reservation.worker.operations.admin.http.view;

import com.traffictacos.reservation.worker.operations.services.RecentCalls.CallError;
import com.traffictacos.reservation.worker.operations.services.RecentOutages.PastOutage;
import com.traffictacos.reservation.worker.operations.services.ServiceReport;
import jakarta.json.bind.annotation.JsonbProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A service, as operators see it. Public because JSON-B reads it; JSON-B omits null values.
 *
 * @param state as in {@code dependencies}
 * @param unstable whether an outage lasts, or has ended less than two minutes ago
 * @param deadlineSeconds of one call
 * @param windowSeconds the time that the counts are of
 * @param outages that have begun or ended within the window
 * @param lastOutage absent if there was none since the start
 */
public record ServiceView(
        String name,
        String state,
        boolean unstable,
        @JsonbProperty("deadline_seconds") double deadlineSeconds,
        @JsonbProperty("window_seconds") long windowSeconds,
        int outages,
        @JsonbProperty("last_outage") @Nullable LastOutage lastOutage,
        List<Operation> operations) {

    /** @param endedAt absent while it lasts */
    public record LastOutage(
            String operation,
            @JsonbProperty("began_at") Instant beganAt,
            @JsonbProperty("ended_at") @Nullable Instant endedAt,
            String cause) {

        public static LastOutage of(PastOutage outage) {
            return new LastOutage(
                    outage.operation().label(), outage.began(), outage.ended().orElse(null), outage.cause());
        }
    }

    /**
     * An operation.
     *
     * @param calls that were made within the window
     * @param failed those of them that did not succeed
     * @param results by how calls ended; includes those that were not made
     * @param p50Seconds absent without calls, as the two others
     */
    public record Operation(
            String name,
            String state,
            int calls,
            int failed,
            Map<String, Integer> results,
            @JsonbProperty("p50_seconds") @Nullable Double p50Seconds,
            @JsonbProperty("p99_seconds") @Nullable Double p99Seconds,
            @JsonbProperty("longest_seconds") @Nullable Double longestSeconds,
            List<Failure> errors) {

        public static Operation of(ServiceReport.Operation operation) {
            return new Operation(
                    operation.call().label(),
                    operation.state().label(),
                    operation.made(),
                    operation.failed(),
                    operation.results().entrySet().stream()
                            .collect(Collectors.toMap(result -> result.getKey().label(), Map.Entry::getValue)),
                    seconds(operation.median()),
                    seconds(operation.p99()),
                    seconds(operation.longest()),
                    operation.errors().stream().map(Failure::of).toList());
        }

        private static @Nullable Double seconds(Optional<Duration> duration) {
            return duration.map(known -> known.toNanos() / 1e9).orElse(null);
        }
    }

    /** A call that failed. */
    public record Failure(Instant at, String result, String detail) {

        public static Failure of(CallError error) {
            return new Failure(error.at(), error.result().label(), error.detail());
        }
    }

    public static ServiceView of(ServiceReport.Service service) {
        return new ServiceView(
                service.dependency().label(),
                service.state().label(),
                service.unstable(),
                service.deadline().toNanos() / 1e9,
                service.window().toSeconds(),
                service.outages(),
                service.lastOutage().map(LastOutage::of).orElse(null),
                service.operations().stream().map(Operation::of).toList());
    }
}
