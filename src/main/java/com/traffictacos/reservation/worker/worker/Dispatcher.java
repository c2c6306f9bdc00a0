package com.traffictacos.reservation.worker.worker;

import com.traffictacos.reservation.worker.worker.Settlement.Account;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.RejectedExecutionException;

/**
 * Hands received messages to the event pool, and takes back what the pool or the time did not allow for. Safe for use by
 * any number of threads.
 */
@Singleton
public final class Dispatcher {

    private final EventProcessor processor;
    private final Settler settler;
    private final Leases leases;
    private final Permits permits;
    private final WorkerExecutors executors;

    @Inject
    public Dispatcher(
            EventProcessor processor, Settler settler, Leases leases, Permits permits, WorkerExecutors executors) {
        this.processor = processor;
        this.settler = settler;
        this.leases = leases;
        this.permits = permits;
        this.executors = executors;
    }

    /**
     * Starts work on a message; takes its permit over.
     *
     * @return false if the pool takes no more work: the container is stopping, and the message was handed back
     */
    boolean dispatch(ReceivedMessage message) {
        InHand inHand = leases.begin(message);
        try {
            executors.events().execute(new DeliveryTask(processor, settler, leases, permits, inHand));
            return true;
        } catch (RejectedExecutionException containerStops) {
            releaseUnlessSettled(inHand);
            leases.end(inHand);
            permits.release(1);
            return false;
        }
    }

    /** Hands a message back that was received too late to be worked on; takes its permit over. */
    void giveBack(ReceivedMessage message) {
        release(message);
        permits.release(1);
    }

    /**
     * Gives up on every delivery that is still in work: none begins a further step, each message is handed back. Their
     * threads may still be inside a call; what they bring back is thrown away.
     */
    void abandonAll() {
        for (InHand inHand : leases.all()) {
            inHand.loseLease();
            releaseUnlessSettled(inHand);
        }
    }

    private void releaseUnlessSettled(InHand inHand) {
        if (inHand.claimSettling()) {
            release(inHand.message());
        }
    }

    private void release(ReceivedMessage message) {
        settler.settle(new Settlement(message, new Disposition.Release(), Account.UNTOUCHED));
    }
}
