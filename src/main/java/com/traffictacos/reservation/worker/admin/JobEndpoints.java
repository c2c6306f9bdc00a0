package com.traffictacos.reservation.worker.admin;

import com.traffictacos.reservation.worker.deadletter.JobOrder;
import com.traffictacos.reservation.worker.deadletter.JobView;
import com.traffictacos.reservation.worker.deadletter.LetterJobs;
import com.traffictacos.reservation.worker.deadletter.LetterOrders;
import com.traffictacos.reservation.worker.deadletter.Selection;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/** Redrives and discards: orders, progress, cancellation. */
@Singleton
public final class JobEndpoints {

    private final LetterOrders orders;
    private final LetterJobs jobs;

    @Inject
    public JobEndpoints(LetterOrders orders, LetterJobs jobs) {
        this.orders = orders;
        this.jobs = jobs;
    }

    /** Empty if the call is for somebody else. */
    Optional<AdminReply> answer(AdminCall call) {
        if (call.is("POST /dead-letters/dry-run")) {
            SelectionJson.checkNames(call.body(), Set.of("selection"));
            return Optional.of(AdminReply.ok(LetterJson.dryRun(orders.dryRun(selection(call)))));
        }
        if (call.is("POST /dead-letters/redrive")) {
            return Optional.of(started(redrive(call)));
        }
        if (call.is("POST /dead-letters/discard")) {
            SelectionJson.checkNames(call.body(), Set.of("ids", "confirm"));
            return Optional.of(started(orders.discard(
                    SelectionJson.texts(call.body(), "ids"),
                    SelectionJson.text(call.body(), "confirm").orElse(""),
                    call.operator())));
        }
        if (call.is("GET /jobs")) {
            JsonArrayBuilder all = Json.createArrayBuilder();
            jobs.all().stream().map(LetterJson::job).forEach(all::add);
            return Optional.of(AdminReply.ok(Json.createObjectBuilder().add("jobs", all)));
        }
        if (call.is("GET /jobs/{}")) {
            return Optional.of(found(jobs.find(call.path().get(1))));
        }
        if (call.is("POST /jobs/{}/cancel")) {
            return Optional.of(found(jobs.cancel(call.path().get(1), call.operator())));
        }
        return Optional.empty();
    }

    private JobView redrive(AdminCall call) {
        JsonObject body = call.body();
        SelectionJson.checkNames(body, Set.of("selection", "dry_run_token", "confirm", "rate_per_second"));
        int rate = SelectionJson.number(body, "rate_per_second")
                .map(number -> Math.clamp(number, 0, Integer.MAX_VALUE))
                .orElse(JobOrder.DEFAULT_RATE);
        return orders.redrive(
                JobOrder.redrive(selection(call), rate, call.operator()),
                SelectionJson.text(body, "dry_run_token").orElse(""),
                SelectionJson.text(body, "confirm").orElse(""));
    }

    /** The selection has to be there: a typing error in its name must not mean every letter. */
    private static Selection selection(AdminCall call) {
        return SelectionJson.ofBody(call.body());
    }

    private static AdminReply started(JobView job) {
        return AdminReply.accepted(LetterJson.job(job));
    }

    private static AdminReply found(Optional<JobView> job) {
        return job.map(view -> AdminReply.ok(LetterJson.job(view)))
                .orElseGet(() -> AdminReply.error(404, "not_found", "this worker knows of no such job"));
    }
}
