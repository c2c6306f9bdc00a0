package com.traffictacos.reservation.worker.operations.admin.http;

import com.traffictacos.reservation.worker.operations.admin.http.view.ResendView;
import com.traffictacos.reservation.worker.operations.deadletter.DeadLetterFilter;
import com.traffictacos.reservation.worker.operations.deadletter.MessageBody;
import com.traffictacos.reservation.worker.operations.deadletter.job.JobStatus;
import com.traffictacos.reservation.worker.operations.deadletter.job.ResendService;
import com.traffictacos.reservation.worker.operations.deadletter.job.ResendService.Resend;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/** Sends one dead letter with a body that an operator has changed. */
@SingletonBean
public final class ResendEndpoints {

    private static final Set<String> FIELDS = Set.of("body", "dry_run", "confirm");

    private final ResendService resends;

    @Inject
    public ResendEndpoints(ResendService resends) {
        this.resends = resends;
    }

    /** Empty if the path belongs to another endpoint. */
    Optional<AdminReply> answer(AdminCall call) {
        return call.is("POST /dead-letters/letters/{}/resend") ? Optional.of(resend(call)) : Optional.empty();
    }

    private AdminReply resend(AdminCall call) {
        String id = call.path().get(2);
        DeadLetterFilter.checkId(id);
        JsonObject request = call.body();
        FilterJson.checkNames(request, FIELDS);
        MessageBody body = new MessageBody(FilterJson.text(request, "body").orElse(""));
        if (FilterJson.flag(request, "dry_run")) {
            return AdminReply.ok(ResendView.of(resends.check(id, body)));
        }
        String confirm = FilterJson.text(request, "confirm").orElse("");
        Resend sent = resends.resend(id, body, confirm, call.operator());
        boolean goesOn = sent.job().filter(JobStatus::isRunning).isPresent();
        return goesOn ? AdminReply.accepted(ResendView.of(sent)) : AdminReply.ok(ResendView.of(sent));
    }
}
