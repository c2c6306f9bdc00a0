package com.traffictacos.reservation.worker.admin;

import com.traffictacos.reservation.worker.deadletter.DeadLetterQueue.NoDeadLetterQueue;
import com.traffictacos.reservation.worker.deadletter.LetterJobs;
import com.traffictacos.reservation.worker.deadletter.LetterOrders;
import com.traffictacos.reservation.worker.deadletter.LetterPages;
import com.traffictacos.reservation.worker.log.JsonLog;
import com.traffictacos.reservation.worker.worker.MessageQueue.QueueUnavailable;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Brings calls to their endpoints, and what they throw into answers. Safe for use by any number of threads. */
@Singleton
public final class AdminApi {

    private static final JsonLog LOG = JsonLog.of(AdminApi.class);

    private final WorkerEndpoints worker;
    private final LetterEndpoints letters;
    private final JobEndpoints jobs;

    @Inject
    public AdminApi(WorkerEndpoints worker, LetterEndpoints letters, JobEndpoints jobs) {
        this.worker = worker;
        this.letters = letters;
        this.jobs = jobs;
    }

    AdminReply answer(AdminCall call) {
        try {
            return worker.answer(call)
                    .or(() -> letters.answer(call))
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
            case LetterOrders.NotConfirmed e -> AdminReply.error(428, "not_confirmed", message);
            case LetterJobs.NotNow e -> AdminReply.error(409, "not_now", message);
            case LetterPages.Outdated e -> AdminReply.error(410, "outdated", message);
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
