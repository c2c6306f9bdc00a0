package com.traffictacos.reservation.worker.operations.auth;

import com.traffictacos.reservation.worker.platform.log.JsonLog;
import java.util.function.Consumer;

/** Writes one line for every change by an operator: who, what, how many. Stateless. */
public final class OperatorLog {

    private static final JsonLog LOG = JsonLog.of(OperatorLog.class);

    private OperatorLog() {}

    /**
     * Writes a line.
     *
     * @param action what was done, one of a fixed set of words
     * @param fields what it was applied to, and how many; never a message body
     */
    public static void changed(Operator operator, String action, Consumer<JsonLog.Fields> fields) {
        LOG.info("operator: " + action, line -> {
            line.with("operator", operator.name()).with("action", action);
            fields.accept(line);
        });
    }
}
