package com.traffictacos.reservation.worker.operations.deadletter.job;

import com.traffictacos.reservation.worker.operations.auth.OperatorLog;

/**
 * What the audit says of a job: that it begins, before anything is sent, and what came of it.
 *
 * @param id of the job
 */
record JobAudit(OperatorLog log, String id, JobRequest order) {

    void begun() {
        log.changed(
                order.operator(),
                order.action().word() + " begun",
                order.selection().words(),
                "job " + id,
                fields -> {
                    fields.with("job", id).with("selection", order.selection().canonical());
                    order.edit().ifPresent(edit -> edit.describe(fields));
                });
    }

    /** @param last the status at its end */
    void ended(JobStatus last) {
        log.changed(
                order.operator(),
                order.action().word() + " " + last.state().word(),
                order.selection().words(),
                order.edit().map(edit -> edit.words() + "; ").orElse("") + last.words(),
                fields -> {
                    fields.with("job", id)
                            .with("scanned", last.scanned())
                            .with("matched", last.matched())
                            .with("done", last.done())
                            .with("refused", last.refused())
                            .with("error", last.error());
                    order.edit().ifPresent(edit -> edit.describe(fields));
                });
    }
}
