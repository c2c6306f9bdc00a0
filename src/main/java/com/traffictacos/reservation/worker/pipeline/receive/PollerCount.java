package com.traffictacos.reservation.worker.pipeline.receive;

import java.util.concurrent.atomic.AtomicInteger;

/** The number of pollers, which is at least one once the first has joined. Safe for use by any number of threads. */
final class PollerCount {

    private final int max;
    private final AtomicInteger count = new AtomicInteger();

    PollerCount(int max) {
        this.max = max;
    }

    /** Whether another poller may start; it is counted from now on. */
    boolean tryJoin() {
        int now = count.get();
        return now < max && count.compareAndSet(now, now + 1);
    }

    /** Whether the calling poller may end; the last one may not. */
    boolean tryLeave() {
        int now = count.get();
        while (now > 1) {
            if (count.compareAndSet(now, now - 1)) {
                return true;
            }
            now = count.get();
        }
        return false;
    }

    /** The calling poller ends, even if it is the last one. */
    void leave() {
        count.decrementAndGet();
    }
}
