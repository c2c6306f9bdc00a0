package com.traffictacos.reservation.worker.operations.admin.http;

import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterJobs;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterPager;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterQueue.NoDeadLetterQueue;
import com.traffictacos.reservation.worker.operations.deadletter.RedriveService;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailable;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import jakarta.inject.Inject;

/** Routes calls to their endpoints and maps exceptions to responses. Thread-safe. */
@SingletonBean
public final class AdminApi {

    private static final JsonLog LOG = JsonLog.of(AdminApi.class);

    private final WorkerEndpoints worker;
    private final DeadLetterEndpoints deadLetters;
    private final JobEndpoints jobs;

    @Inject
    public AdminApi(WorkerEndpoints worker, DeadLetterEndpoints deadLetters, JobEndpoints jobs) {
        this.worker = worker;
        this.deadLetters = deadLetters;
        this.jobs = jobs;
    }

    AdminReply answer(AdminCall call) {
        try {
            return worker.answer(call)
                    .or(() -> deadLetters.answer(call))
                    .or(() -> jobs.answer(call))
                    .orElseGet(() ->
                            AdminReply.error(404, "not_found", "there is nothing at this path for " + call.method()));
        } catch (RuntimeException e) {
            return refusal(e, call);
        }
    }

    private static AdminReply refusal(RuntimeException failure, AdminCall call) {
        String message = String.valueOf(failure.getMessage());
        return switch (failure) {
            case IllegalArgumentException e -> AdminReply.error(400, "invalid", message);
            case RedriveService.NotConfirmed e -> AdminReply.error(428, "not_confirmed", message);
            case DeadLetterJobs.NotNow e -> AdminReply.error(409, "not_now", message);
            case DeadLetterPager.Outdated e -> AdminReply.error(410, "outdated", message);
            case NoDeadLetterQueue e -> AdminReply.error(409, "no_dead_letter_queue", message);
            case QueueUnavailable e -> AdminReply.error(503, "queue_unavailable", message);
            default -> {
                LOG.error(
                        "a call of the operator's interface failed",
                        fields -> fields.with("path", String.join("/", call.path()))
                                .error(failure));
                yield AdminReply.error(500, "failed", "see the worker's log");
            }
        };
    }
}
