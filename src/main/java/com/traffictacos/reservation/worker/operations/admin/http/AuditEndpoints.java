package com.traffictacos.reservation.worker.operations.admin.http;

import com.traffictacos.reservation.worker.operations.auth.OperatorChange;
import com.traffictacos.reservation.worker.operations.auth.OperatorLog;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.process.PodInfo;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** Who the caller is, and what operators have changed. */
@SingletonBean
public final class AuditEndpoints {

    private final OperatorLog log;

    @Inject
    public AuditEndpoints(OperatorLog log) {
        this.log = log;
    }

    /**
     * The answer to {@code GET /admin/me}, by which a page knows what it may offer.
     *
     * @param role {@code read} or {@code write}
     */
    public record Me(String name, String role) {}

    /**
     * The answer to {@code GET /admin/audit}.
     *
     * @param changes the newest first
     */
    public record Audit(String pod, List<OperatorChange> changes) {

        public Audit {
            changes = List.copyOf(changes);
        }
    }

    /** Empty if the path belongs to another endpoint. */
    Optional<AdminReply> answer(AdminCall call) {
        if (call.is("GET /me")) {
            return Optional.of(AdminReply.ok(
                    new Me(call.operator().name(), call.operator().role().word())));
        }
        if (call.is("GET /audit")) {
            return Optional.of(AdminReply.ok(audit()));
        }
        return Optional.empty();
    }

    private Audit audit() {
        return new Audit(PodInfo.name(), log.recent());
    }
}
