package com.traffictacos.reservation.worker.operations.auth;

import com.traffictacos.reservation.worker.platform.log.RateLimitedLog;
import com.traffictacos.reservation.worker.platform.settings.token.OperatorRole;

/** Decides what a caller who was let in may do, and logs what was refused. Thread-safe. */
public final class RoleCheck {

    /** What the caller is told. */
    public static final String FORBIDDEN =
            "this token may read and change nothing: the call takes one of the role write";

    private static final RateLimitedLog LOG = RateLimitedLog.of(RoleCheck.class);

    private RoleCheck() {}

    /**
     * Whether the operator may make a call.
     *
     * @param call its name, one of a fixed set
     */
    public static boolean allows(Operator operator, OperatorRole needed, String call) {
        if (operator.role().includes(needed)) {
            return true;
        }
        LOG.warn(
                "a change was refused: the operator may only read",
                fields -> fields.with("operator", operator.name())
                        .with("remote", operator.address())
                        .with("call", call));
        return false;
    }
}
