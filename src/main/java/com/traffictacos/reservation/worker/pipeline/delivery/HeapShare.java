package com.traffictacos.reservation.worker.pipeline.delivery;

import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import com.traffictacos.reservation.worker.platform.process.StartCondition;
import com.traffictacos.reservation.worker.platform.process.StartConditionException;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;

/**
 * The part of the heap that is left for message bodies after the server and the pool have taken theirs. If too little
 * is left for the whole pool, the worker logs a warning at start; if too little is left for any work, it does not
 * start.
 */
@SingletonBean
public class HeapShare implements StartCondition {

    private static final JsonLog LOG = JsonLog.of(HeapShare.class);
    private static final long MIB = 1024 * 1024;

    /** Live heap of the idle server: 52 MB (docs/performance.md). */
    private static final long SERVER = 52 * MIB;

    /** Per worker with a small event: 180 more workers took 12 MB more live heap. */
    private static final long WORKER = 68 * 1024;

    /** Room for two messages of the largest size. With less, the JVM spends its time on garbage collection. */
    private static final long LEAST = 4 * MIB;

    /** Per worker, so that a full pool of small events never waits for memory. */
    private static final long COMFORTABLE = 32 * 1024;

    private final long heap;
    private final int workers;

    @Inject
    public HeapShare(Settings.Worker settings) {
        this(Runtime.getRuntime().maxMemory(), settings.concurrency());
    }

    HeapShare(long heap, int workers) {
        this.heap = heap;
        this.workers = workers;
    }

    /**
     * In bytes; at least the size of two messages of the largest size. A quarter of what is left is for what a receive and
     * a parser take beside the bodies: the answer as it comes, ten bodies long, buffers that grow by doubling, and the
     * young generation, which holds no body for long. With all of it for bodies, 100 workers with bodies of 1 MiB had
     * 121 of 128 MB in use, and the JVM ended itself.
     */
    long forBodies() {
        return Math.max(LEAST, left() / 4 * 3);
    }

    /** Whether a full pool may have to wait for memory even with small events. */
    boolean isTight() {
        return left() < workers * COMFORTABLE;
    }

    @Override
    public void await() throws StartConditionException {
        if (left() < LEAST) {
            throw new StartConditionException(
                    "WORKER_CONCURRENCY=" + workers + " needs a heap of " + mib(heap - left() + LEAST)
                            + " MB at least, and this one may grow to " + mib(heap),
                    remedy(),
                    null);
        }
        if (isTight()) {
            LOG.warn(
                    "WORKER_CONCURRENCY=" + workers + " is more than a heap of " + mib(heap)
                            + " MB keeps busy: workers will wait for memory",
                    fields -> fields.with("variable", "WORKER_CONCURRENCY").with("remedy", remedy()));
        }
    }

    private String remedy() {
        return "set -Xmx to " + mib(SERVER + workers * (WORKER + COMFORTABLE) + LEAST)
                + "m or more, or lower WORKER_CONCURRENCY";
    }

    private long left() {
        return heap - SERVER - workers * WORKER;
    }

    private static long mib(long bytes) {
        return Math.ceilDiv(bytes, MIB);
    }
}
