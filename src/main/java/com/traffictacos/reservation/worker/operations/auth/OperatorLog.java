package com.traffictacos.reservation.worker.operations.auth;

import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes one line for every change by an operator: who, from where, what, how many. Remembers the last
 * {@value #REMEMBERED} changes of this worker for display; the log is what lasts. Thread-safe.
 */
@SingletonBean
public final class OperatorLog {

    static final int REMEMBERED = 200;

    private static final JsonLog LOG = JsonLog.of(OperatorLog.class);

    private final Clock clock;

    /** The newest first. Guarded by itself. */
    private final Deque<OperatorChange> changes = new ArrayDeque<>();

    @Inject
    public OperatorLog(Clock clock) {
        this.clock = clock;
    }

    /**
     * Writes a line, and remembers the change.
     *
     * @param action what was done, one of a fixed set of words
     * @param selection what it was applied to, in words; never a message body
     * @param result what came of it
     * @param fields of the line, in addition: identifiers and figures
     */
    public void changed(
            Operator operator, String action, String selection, String result, Consumer<JsonLog.Fields> fields) {
        LOG.info("operator: " + action, line -> {
            line.with("operator", operator.name())
                    .with("remote", operator.address())
                    .with("action", action);
            fields.accept(line);
        });
        OperatorChange change =
                new OperatorChange(clock.instant(), operator.name(), operator.address(), action, selection, result);
        synchronized (changes) {
            changes.addFirst(change);
            if (changes.size() > REMEMBERED) {
                changes.removeLast();
            }
        }
    }

    /** The last changes, the newest first. */
    public List<OperatorChange> recent() {
        synchronized (changes) {
            return List.copyOf(changes);
        }
    }
}
