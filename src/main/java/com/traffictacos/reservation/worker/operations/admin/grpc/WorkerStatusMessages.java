package com.traffictacos.reservation.worker.operations.admin.grpc;

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
import com.traffictacos.reservation.worker.operations.admin.WorkerOverview;
import com.traffictacos.reservation.worker.operations.deadletter.job.DeadLetterJobs;
import com.traffictacos.reservation.worker.operations.deadletter.job.JobStatus;
import com.traffictacos.reservation.worker.operations.telemetry.MetricsSnapshot;
import com.traffictacos.reservation.worker.operations.telemetry.MetricsSnapshot.Distribution;
import com.traffictacos.reservation.worker.operations.telemetry.QueueDepthCache;
import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryBalance;
import com.traffictacos.reservation.worker.pipeline.delivery.QueueDepths.Depth;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightView;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.process.PodInfo;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** Converts the state of the worker to the messages of contract section 7. Thread-safe. */
@SingletonBean
public final class WorkerStatusMessages {

    private final WorkerOverview worker;
    private final MetricsSnapshot figures;
    private final QueueDepthCache depths;
    private final DeadLetterJobs jobs;
    private final Clock clock;

    @Inject
    public WorkerStatusMessages(
            WorkerOverview worker, MetricsSnapshot figures, QueueDepthCache depths, DeadLetterJobs jobs, Clock clock) {
        this.worker = worker;
        this.figures = figures;
        this.depths = depths;
        this.jobs = jobs;
        this.clock = clock;
    }

    /** @param instance the worker that the caller asks for; blank for any */
    HealthCheckResponse health(String instance) {
        DeliveryBalance balance = worker.balance();
        HealthCheckResponse.Builder answer = HealthCheckResponse.newBuilder()
                .setStatus(status())
                .setProcessedEventsCount(count(balance.acknowledged()))
                .setFailedEventsCount(count(balance.deadLettered()))
                .setQueueDepth(count(waiting()))
                .setStartedAt(EventResponses.timestamp(PodInfo.startedAt()));
        worker.sinceLastConclusion()
                .ifPresent(since -> answer.setLastProcessedAt(
                        EventResponses.timestamp(clock.instant().minus(since))));
        if (!instance.isBlank() && !instance.equals(PodInfo.name())) {
            answer.setError(Error.newBuilder()
                    .setCode(ErrorCode.ERROR_CODE_NOT_FOUND)
                    .setMessage("this worker is " + PodInfo.name() + "; the figures are its own"));
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

    /** @param named whether the response lists the jobs and not only their number */
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
                                .map(WorkerStatusMessages::instance))
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

    private JobInstance instance(InFlightView delivery) {
        return JobInstance.newBuilder()
                .setJobId(delivery.messageId())
                .setWorkerId(PodInfo.name())
                .setStatus(JobInstanceStatus.JOB_INSTANCE_STATUS_RUNNING)
                .setStartedAt(EventResponses.timestamp(clock.instant().minus(delivery.age())))
                .build();
    }

    private static JobInstance instance(JobStatus job) {
        JobInstance.Builder instance = JobInstance.newBuilder()
                .setJobId(job.id())
                .setWorkerId(PodInfo.name())
                .setStatus(
                        switch (job.state()) {
                            case RUNNING -> JobInstanceStatus.JOB_INSTANCE_STATUS_RUNNING;
                            case DONE -> JobInstanceStatus.JOB_INSTANCE_STATUS_COMPLETED;
                            case CANCELLED -> JobInstanceStatus.JOB_INSTANCE_STATUS_TERMINATED;
                            case FAILED -> JobInstanceStatus.JOB_INSTANCE_STATUS_FAILED;
                        })
                .setStartedAt(EventResponses.timestamp(job.startedAt()))
                .setEventsProcessed(count(job.done()))
                .setEventsFailed(count(job.refused()));
        job.endedAt().map(EventResponses::timestamp).ifPresent(instance::setCompletedAt);
        return instance.build();
    }

    private JobMetrics metrics() {
        DeliveryBalance balance = worker.balance();
        Distribution processing = figures.processing();
        Timestamp now = EventResponses.timestamp(clock.instant());
        return JobMetrics.newBuilder()
                .setTotalActiveJobs(worker.inFlight() + (jobs.running().isPresent() ? 1 : 0))
                .setTotalEventsPending(count(waiting()))
                .setTotalEventsProcessing(worker.inFlight())
                .setTotalEventsCompleted(count(balance.acknowledged()))
                .setTotalEventsFailed(count(balance.deadLettered()))
                .setAverageProcessingTimeMs(
                        processing.count() == 0 ? 0 : processing.sum().toNanos() / 1e6f / processing.count())
                .setLastUpdated(now)
                .build();
    }

    /** Zero if the queue does not answer. */
    private long waiting() {
        return depths.latest().queue().map(Depth::visible).orElse(0L);
    }

    private static int count(long number) {
        return (int) Math.min(number, Integer.MAX_VALUE);
    }
}
