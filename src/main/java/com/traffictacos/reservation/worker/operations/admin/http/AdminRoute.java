package com.traffictacos.reservation.worker.operations.admin.http;

import static com.traffictacos.reservation.worker.platform.settings.token.OperatorRole.READ;
import static com.traffictacos.reservation.worker.platform.settings.token.OperatorRole.WRITE;

import com.traffictacos.reservation.worker.operations.auth.Operator;
import com.traffictacos.reservation.worker.operations.auth.RoleCheck;
import com.traffictacos.reservation.worker.platform.settings.token.OperatorRole;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Every call below {@code /admin} with the role that it takes. A call that is not listed does not exist. */
enum AdminRoute {
    STATUS("GET /status", READ),
    IN_WORK("GET /in-work", READ),
    PAUSE("POST /polling/pause", WRITE),
    RESUME("POST /polling/resume", WRITE),
    FLEET("GET /fleet", READ),
    PAUSE_FLEET("POST /fleet/pause", WRITE),
    RESUME_FLEET("POST /fleet/resume", WRITE),
    DEAD_LETTERS("GET /dead-letters", READ),
    SUMMARY("GET /dead-letters/summary", READ),
    DEAD_LETTER("GET /dead-letters/letters/{}", READ),
    /** Changes nothing, but what it answers confirms a redrive. Over gRPC both are one call. */
    DRY_RUN("POST /dead-letters/dry-run", WRITE),
    REDRIVE("POST /dead-letters/redrive", WRITE),
    DISCARD("POST /dead-letters/discard", WRITE),
    /** With its check, as for the dry run. */
    RESEND("POST /dead-letters/letters/{}/resend", WRITE),
    JOBS("GET /jobs", READ),
    JOB("GET /jobs/{}", READ),
    CANCEL("POST /jobs/{}/cancel", WRITE),
    ME("GET /me", READ),
    AUDIT("GET /audit", READ),
    RESERVATION("GET /reservations/{}", READ),
    RESERVATION_PODS("GET /reservations/{}/pods", READ);

    private final String route;
    private final OperatorRole role;

    AdminRoute(String route, OperatorRole role) {
        this.route = route;
        this.role = role;
    }

    /** Method and path below {@code /admin}; {@code {}} stands for any single segment. */
    String route() {
        return route;
    }

    OperatorRole role() {
        return role;
    }

    /** Why a call is not to be made: there is no such call, or the operator may not make it. Needs no body. */
    static Optional<AdminReply> refusal(String method, List<String> path, Operator operator) {
        Optional<AdminRoute> called = Arrays.stream(values())
                .filter(known -> AdminCall.matches(known.route, method, path))
                .findFirst();
        if (called.isEmpty()) {
            return Optional.of(AdminReply.error(404, "not_found", "there is nothing at this path for " + method));
        }
        return RoleCheck.allows(operator, called.get().role, called.get().route)
                ? Optional.empty()
                : Optional.of(AdminReply.error(403, "forbidden", RoleCheck.FORBIDDEN));
    }
}
