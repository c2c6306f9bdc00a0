package com.traffictacos.reservation.worker.debug;

import com.google.protobuf.Timestamp;
import com.traffic_tacos.common.v1.Error;
import com.traffic_tacos.common.v1.ErrorCode;
import com.traffic_tacos.reservation.v1.GetJobStatusRequest;
import com.traffic_tacos.reservation.v1.GetJobStatusResponse;
import com.traffic_tacos.reservation.v1.HealthCheckResponse;
import com.traffic_tacos.reservation.v1.JobInstance;
import com.traffic_tacos.reservation.v1.JobInstanceStatus;
import com.traffic_tacos.reservation.v1.JobMetrics;
import com.traffic_tacos.reservation.v1.WorkerStatus;
import com.traffictacos.reservation.worker.deadletter.JobView;
import com.traffictacos.reservation.worker.deadletter.LetterJobs;
import com.traffictacos.reservation.worker.operator.FreshDepths;
import com.traffictacos.reservation.worker.operator.Pod;
import com.traffictacos.reservation.worker.operator.WorkerState;
import com.traffictacos.reservation.worker.telemetry.LiveFigures;
import com.traffictacos.reservation.worker.telemetry.LiveFigures.Distribution;
import com.traffictacos.reservation.worker.worker.Balance;
import com.traffictacos.reservation.worker.worker.InWork;
import com.traffictacos.reservation.worker.worker.QueueDepths.Depth;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** Puts the worker's figures into the words of contract section 7. Safe for use by any number of threads. */
@Singleton
public final class WorkerFigures {

    private final WorkerState worker;
    private final LiveFigures figures;
    private final FreshDepths depths;
    private final LetterJobs jobs;
    private final Clock clock;

    @Inject
    public WorkerFigures(WorkerState worker, LiveFigures figures, FreshDepths depths, LetterJobs jobs, Clock clock) {
        this.worker = worker;
        this.figures = figures;
        this.depths = depths;
        this.jobs = jobs;
        this.clock = clock;
    }

    /** @param instance the worker that is meant; blank: whichever answers */
    HealthCheckResponse health(String instance) {
        Balance balance = worker.balance();
        HealthCheckResponse.Builder answer = HealthCheckResponse.newBuilder()
                .setStatus(status())
                .setProcessedEventsCount(count(balance.acknowledged()))
                .setFailedEventsCount(count(balance.deadLettered()))
                .setQueueDepth(count(waiting()))
                .setStartedAt(EventAnswers.timestamp(Pod.startedAt()));
        worker.sinceLastConclusion()
                .ifPresent(since -> answer.setLastProcessedAt(
                        EventAnswers.timestamp(clock.instant().minus(since))));
        if (!instance.isBlank() && !instance.equals(Pod.name())) {
            answer.setError(Error.newBuilder()
                    .setCode(ErrorCode.ERROR_CODE_NOT_FOUND)
                    .setMessage("this worker is " + Pod.name() + "; the figures are its own"));
        }
        return answer.build();
    }

    private WorkerStatus status() {
        return switch (worker.condition()) {
            case HEALTHY -> WorkerStatus.WORKER_STATUS_HEALTHY;
            case DEGRADED -> WorkerStatus.WORKER_STATUS_DEGRADED;
            case STUCK -> WorkerStatus.WORKER_STATUS_UNHEALTHY;
            case ENDING -> WorkerStatus.WORKER_STATUS_TERMINATED;
        };
    }

    /** @param named whether the jobs themselves are told, and not their number alone */
    GetJobStatusResponse jobs(GetJobStatusRequest request, boolean named) {
        GetJobStatusResponse.Builder answer = GetJobStatusResponse.newBuilder().setMetrics(metrics());
        if (!named) {
            answer.setError(Error.newBuilder()
                    .setCode(ErrorCode.ERROR_CODE_UNAUTHENTICATED)
                    .setMessage("jobs are listed for callers with the admin token; the figures are for all"));
            return answer.build();
        }
        List<JobInstance> found = Stream.concat(
                        worker.deliveries().stream()
                                .filter(delivery -> isMeant(
                                        request,
                                        delivery.messageId(),
                                        delivery.type().label(),
                                        delivery.type().wireName()))
                                .map(this::instance),
                        jobs.all().stream()
                                .filter(job -> isMeant(request, job.id(), job.action()))
                                .map(WorkerFigures::instance))
                .toList();
        if (found.isEmpty() && !request.getJobId().isBlank()) {
            answer.setError(Error.newBuilder()
                    .setCode(ErrorCode.ERROR_CODE_NOT_FOUND)
                    .setMessage("this worker knows of no such job"));
        }
        return answer.addAllJobs(found).build();
    }

    private static boolean isMeant(GetJobStatusRequest request, String id, String... types) {
        return (request.getJobId().isBlank() || request.getJobId().equals(id))
                && (request.getEventType().isBlank() || List.of(types).contains(request.getEventType()));
    }

    private JobInstance instance(InWork delivery) {
        return JobInstance.newBuilder()
                .setJobId(delivery.messageId())
                .setWorkerId(Pod.name())
                .setStatus(JobInstanceStatus.JOB_INSTANCE_STATUS_RUNNING)
                .setStartedAt(EventAnswers.timestamp(clock.instant().minus(delivery.age())))
                .build();
    }

    private static JobInstance instance(JobView job) {
        JobInstance.Builder instance = JobInstance.newBuilder()
                .setJobId(job.id())
                .setWorkerId(Pod.name())
                .setStatus(
                        switch (job.state()) {
                            case RUNNING -> JobInstanceStatus.JOB_INSTANCE_STATUS_RUNNING;
                            case DONE -> JobInstanceStatus.JOB_INSTANCE_STATUS_COMPLETED;
                            case CANCELLED -> JobInstanceStatus.JOB_INSTANCE_STATUS_TERMINATED;
                            case FAILED -> JobInstanceStatus.JOB_INSTANCE_STATUS_FAILED;
                        })
                .setStartedAt(EventAnswers.timestamp(job.startedAt()))
                .setEventsProcessed(count(job.done()))
                .setEventsFailed(count(job.refused()));
        job.endedAt().map(EventAnswers::timestamp).ifPresent(instance::setCompletedAt);
        return instance.build();
    }

    private JobMetrics metrics() {
        Balance balance = worker.balance();
        Distribution processing = figures.processing();
        Timestamp now = EventAnswers.timestamp(clock.instant());
        return JobMetrics.newBuilder()
                .setTotalActiveJobs(worker.inWork() + (jobs.running().isPresent() ? 1 : 0))
                .setTotalEventsPending(count(waiting()))
                .setTotalEventsProcessing(worker.inWork())
                .setTotalEventsCompleted(count(balance.acknowledged()))
                .setTotalEventsFailed(count(balance.deadLettered()))
                .setAverageProcessingTimeMs(
                        processing.count() == 0 ? 0 : processing.sum().toNanos() / 1e6f / processing.count())
                .setLastUpdated(now)
                .build();
    }

    /** Zero while the queue does not say. */
    private long waiting() {
        return depths.latest().queue().map(Depth::visible).orElse(0L);
    }

    private static int count(long number) {
        return (int) Math.min(number, Integer.MAX_VALUE);
    }
}
