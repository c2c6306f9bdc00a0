package com.traffictacos.reservation.worker.operations.admin.http;

import com.traffictacos.reservation.worker.operations.auth.OperatorChange;
import com.traffictacos.reservation.worker.operations.auth.OperatorLog;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.process.PodInfo;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
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
    public record Audit(String pod, List<Change> changes) {

        public Audit {
            changes = List.copyOf(changes);
        }
    }

    /** An {@link OperatorChange} as JSON has it. */
    public record Change(String at, String operator, String address, String action, String selection, String result) {

        static Change of(OperatorChange change) {
            return new Change(
                    DeadLetterJson.time(change.at()),
                    change.operator(),
                    change.address(),
                    change.action(),
                    change.selection(),
                    change.result());
        }
    }

    /** Empty if the path belongs to another endpoint. */
    Optional<AdminReply> answer(AdminCall call) {
        if (call.is("GET /me")) {
            return Optional.of(AdminReply.ok(
                    json(new Me(call.operator().name(), call.operator().role().word()))));
        }
        if (call.is("GET /audit")) {
            return Optional.of(AdminReply.ok(json(audit())));
        }
        return Optional.empty();
    }

    private Audit audit() {
        return new Audit(PodInfo.name(), log.recent().stream().map(Change::of).toList());
    }

    private static JsonObjectBuilder json(Me me) {
        return Json.createObjectBuilder().add("name", me.name()).add("role", me.role());
    }

    private static JsonObjectBuilder json(Audit audit) {
        JsonArrayBuilder changes = Json.createArrayBuilder();
        for (Change change : audit.changes()) {
            changes.add(Json.createObjectBuilder()
                    .add("at", change.at())
                    .add("operator", change.operator())
                    .add("address", change.address())
                    .add("action", change.action())
                    .add("selection", change.selection())
                    .add("result", change.result()));
        }
        return Json.createObjectBuilder().add("pod", audit.pod()).add("changes", changes);
    }
}
