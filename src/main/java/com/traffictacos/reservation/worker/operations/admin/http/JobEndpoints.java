package com.traffictacos.reservation.worker.operations.admin.http;

import com.traffictacos.reservation.worker.operations.admin.http.view.DeadLetterListView;
import com.traffictacos.reservation.worker.operations.admin.http.view.JobView;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterFilter;
import com.traffictacos.reservation.worker.operations.deadletter.job.DeadLetterJobs;
import com.traffictacos.reservation.worker.operations.deadletter.job.JobRequest;
import com.traffictacos.reservation.worker.operations.deadletter.job.JobStatus;
import com.traffictacos.reservation.worker.operations.deadletter.job.RedriveService;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/** Redrives and discards: starts them, shows their progress, cancels them. */
@SingletonBean
public final class JobEndpoints {

    private final RedriveService orders;
    private final DeadLetterJobs jobs;

    @Inject
    public JobEndpoints(RedriveService orders, DeadLetterJobs jobs) {
        this.orders = orders;
        this.jobs = jobs;
    }

    /** Empty if the path belongs to another endpoint. */
    Optional<AdminReply> answer(AdminCall call) {
        if (call.is("POST /dead-letters/dry-run")) {
            return Optional.of(AdminReply.ok(dryRun(call)));
        }
        if (call.is("POST /dead-letters/redrive")) {
            return Optional.of(started(redrive(call)));
        }
        if (call.is("POST /dead-letters/discard")) {
            return Optional.of(started(discard(call)));
        }
        if (call.is("GET /jobs")) {
            return Optional.of(AdminReply.ok(
                    new JobView.Jobs(jobs.all().stream().map(JobView::of).toList())));
        }
        if (call.is("GET /jobs/{}")) {
            return Optional.of(found(jobs.find(call.path().get(1))));
        }
        if (call.is("POST /jobs/{}/cancel")) {
            return Optional.of(found(jobs.cancel(call.path().get(1), call.operator())));
        }
        return Optional.empty();
    }

    private DeadLetterListView.DryRun dryRun(AdminCall call) {
        FilterJson.checkNames(call.body(), Set.of("selection", "action"));
        return DeadLetterListView.DryRun.of(orders.dryRun(FilterJson.action(call.body()), selection(call)));
    }

    /** Named dead letters take a word; a selection takes a dry run and its number. */
    private JobStatus discard(AdminCall call) {
        JsonObject body = call.body();
        String confirm = FilterJson.text(body, "confirm").orElse("");
        if (!body.containsKey("selection")) {
            FilterJson.checkNames(body, Set.of("ids", "confirm"));
            return orders.discard(FilterJson.texts(body, "ids"), confirm, call.operator());
        }
        FilterJson.checkNames(body, Set.of("selection", "dry_run_token", "confirm"));
        return orders.discard(
                selection(call), FilterJson.text(body, "dry_run_token").orElse(""), confirm, call.operator());
    }

    private JobStatus redrive(AdminCall call) {
        JsonObject body = call.body();
        FilterJson.checkNames(body, Set.of("selection", "dry_run_token", "confirm", "rate_per_second"));
        int rate = FilterJson.number(body, "rate_per_second")
                .map(number -> Math.clamp(number, 0, Integer.MAX_VALUE))
                .orElse(JobRequest.DEFAULT_RATE);
        return orders.redrive(
                JobRequest.redrive(selection(call), rate, call.operator()),
                FilterJson.text(body, "dry_run_token").orElse(""),
                FilterJson.text(body, "confirm").orElse(""));
    }

    /** The selection is required: a misspelt field name must not select every dead letter. */
    private static DeadLetterFilter selection(AdminCall call) {
        return FilterJson.ofBody(call.body());
    }

    private static AdminReply started(JobStatus job) {
        return AdminReply.accepted(JobView.of(job));
    }

    private static AdminReply found(Optional<JobStatus> job) {
        return job.map(view -> AdminReply.ok(JobView.of(view)))
                .orElseGet(() -> AdminReply.error(404, "not_found", "this worker knows of no such job"));
    }
}
