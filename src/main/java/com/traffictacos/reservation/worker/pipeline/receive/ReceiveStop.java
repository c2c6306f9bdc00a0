package com.traffictacos.reservation.worker.pipeline.receive;

import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import com.traffictacos.reservation.worker.pipeline.permit.PermitGrants;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Stops the pollers and waits for their receives. Safe for use by any number of threads. */
final class ReceiveStop {

    /** A queue that has messages answers within this time; a long poll that lasts longer has found none. */
    private static final Duration ANSWER_UNDER_WAY = Duration.ofMillis(250);

    private final MessageQueue queue;
    private final PermitGrants grants;
    private final Phaser pollers = new Phaser(1);
    private final CountDownLatch stopping = new CountDownLatch(1);

    ReceiveStop(MessageQueue queue, PermitGrants grants) {
        this.queue = queue;
        this.grants = grants;
    }

    /** A poller starts. Called before it reads {@link #isStopping()}, so that a stop waits for it or is seen by it. */
    void register() {
        pollers.register();
    }

    void deregister() {
        pollers.arriveAndDeregister();
    }

    boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** Waits until the stop begins; false if the time passed first. */
    boolean await(Duration time) throws InterruptedException {
        return stopping.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Gives receives that are being answered the time to return: if they were cut off, their messages would stay
     * hidden.
     */
    void closeGently() {
        stopping.countDown();
        grants.close();
        long deadline = System.nanoTime() + ANSWER_UNDER_WAY.toNanos();
        while (pollers.getRegisteredParties() > 1 && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        queue.stopReceiving();
    }

    /** Ends all receives immediately. */
    void close() {
        stopping.countDown();
        grants.close();
        queue.stopReceiving();
    }

    /** Waits until every poller has ended; false if the timeout expired first. Called once. */
    boolean awaitReceives(Duration timeout) throws InterruptedException {
        int phase = pollers.arrive();
        try {
            pollers.awaitAdvanceInterruptibly(phase, timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException late) {
            return false;
        }
    }
}
