package com.traffictacos.reservation.worker.operations.admin.http.view;

import com.traffictacos.reservation.worker.operations.deadletter.job.JobStatus;
import com.traffictacos.reservation.worker.platform.process.PodInfo;
import jakarta.json.bind.annotation.JsonbProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a job, as operators see it. Public because JSON-B reads it.
 *
 * @param pod the worker that runs the job
 * @param selection in words
 * @param expected the number that its dry run counted; absent without one
 * @param error absent if there was none
 */
public record JobView(
        String id,
        String pod,
        String action,
        String state,
        String operator,
        String selection,
        @Nullable Long expected,
        @JsonbProperty("started_at") Instant startedAt,
        @JsonbProperty("ended_at") @Nullable Instant endedAt,
        long scanned,
        long matched,
        long done,
        long refused,
        boolean complete,
        @Nullable String error) {

    /** The jobs that a worker knows of. */
    public record Jobs(List<JobView> jobs) {}

    public static JobView of(JobStatus job) {
        return new JobView(
                job.id(),
                PodInfo.name(),
                job.action(),
                job.state().word(),
                job.operator(),
                job.selection(),
                job.expected().isPresent() ? job.expected().getAsLong() : null,
                job.startedAt(),
                job.endedAt().orElse(null),
                job.scanned(),
                job.matched(),
                job.done(),
                job.refused(),
                job.complete(),
                job.error().orElse(null));
    }
}
