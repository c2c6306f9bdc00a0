package com.traffictacos.reservation.worker.pipeline;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A call of a handler that lasts until the test ends it. */
final class HeldCall implements Consumer<String> {

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();

    @Override
    public void accept(String reservation) {
        calls.incrementAndGet();
        begun.countDown();
        RunningWorker.awaitQuietly(ended);
    }

    /** Waits for the first call. */
    void awaitBegin() {
        RunningWorker.awaitQuietly(begun);
    }

    /** Ends this call and every later one. */
    void end() {
        ended.countDown();
    }

    AtomicInteger calls() {
        return calls;
    }
}
