package com.traffictacos.reservation.worker.operations.admin.http;

import com.traffictacos.reservation.worker.operations.admin.AdminError;
import com.traffictacos.reservation.worker.operations.deadletter.job.ResendRefusedException;
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
    private final AuditEndpoints audit;
    private final ReservationEndpoints reservations;
    private final ResendEndpoints resends;
    private final FleetEndpoints fleet;

    @Inject
    public AdminApi(
            WorkerEndpoints worker,
            DeadLetterEndpoints deadLetters,
            JobEndpoints jobs,
            AuditEndpoints audit,
            ReservationEndpoints reservations,
            ResendEndpoints resends,
            FleetEndpoints fleet) {
        this.worker = worker;
        this.deadLetters = deadLetters;
        this.jobs = jobs;
        this.audit = audit;
        this.reservations = reservations;
        this.resends = resends;
        this.fleet = fleet;
    }

    AdminReply answer(AdminCall call) {
        try {
            return worker.answer(call)
                    .or(() -> deadLetters.answer(call))
                    .or(() -> jobs.answer(call))
                    .or(() -> audit.answer(call))
                    .or(() -> reservations.answer(call))
                    .or(() -> resends.answer(call))
                    .or(() -> fleet.answer(call))
                    .orElseGet(() ->
                            AdminReply.error(404, "not_found", "there is nothing at this path for " + call.method()));
        } catch (RuntimeException e) {
            return refusal(e, call);
        }
    }

    private static AdminReply refusal(RuntimeException failure, AdminCall call) {
        AdminError error = AdminError.of(failure);
        if (failure instanceof ResendRefusedException refused) {
            return AdminReply.error(error, refused);
        }
        if (error == AdminError.UNEXPECTED) {
            LOG.error(
                    "a call of the operator's interface failed",
                    fields -> fields.with("path", String.join("/", call.path())).error(failure));
        }
        return AdminReply.error(error.httpStatus(), error.code(), error.message(failure));
    }
}
