package com.traffictacos.reservation.worker.pipeline.lifecycle;

import com.sun.management.UnixOperatingSystemMXBean;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.process.StartCondition;
import com.traffictacos.reservation.worker.platform.process.StartConditionException;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;

/**
 * The process may open as many files as its connections need. With a lower limit the worker would start, and its calls
 * would fail under load.
 */
@SingletonBean
public class OpenFileLimit implements StartCondition {

    /** Connections to the queue (16 receives, 8 settling calls), inventory, probes and operators, plus a reserve. */
    private static final int BESIDE_THE_POOL = 64;

    private final int workers;

    @Inject
    public OpenFileLimit(Settings.Worker settings) {
        this.workers = settings.concurrency();
    }

    @Override
    public void await() throws StartConditionException {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            check(system.getMaxFileDescriptorCount(), system.getOpenFileDescriptorCount());
        }
    }

    void check(long limit, long open) throws StartConditionException {
        // Each worker may have one connection to the reservation API.
        long needed = open + workers + BESIDE_THE_POOL;
        if (limit < needed) {
            throw new StartConditionException(
                    "the process may open " + limit + " files; " + open + " are open, and with WORKER_CONCURRENCY="
                            + workers + " it needs " + needed,
                    "raise the limit of open files (ulimit -n) to " + needed + " or more",
                    null);
        }
    }
}
