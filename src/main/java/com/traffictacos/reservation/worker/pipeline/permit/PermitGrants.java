package com.traffictacos.reservation.worker.pipeline.permit;

import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceiveBudget;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceiveBudget.Reservation;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.pipeline.dependency.ConcurrencyLimits;
import com.traffictacos.reservation.worker.pipeline.inflight.InFlightMessage;
import com.traffictacos.reservation.worker.pipeline.permit.Permits.Patience;
import com.traffictacos.reservation.worker.pipeline.permit.PollGate.Pass;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/**
 * Decides how many messages a poller may receive: as many as there are permits and memory, if the poll gate is open.
 * Releases each permit once, when its delivery ends or shortly before. Safe for use by any number of threads.
 */
@Singleton
public final class PermitGrants {

    /** Used while permits are lent: no worker is idle yet, so there is time to fill the batch. */
    private static final Patience AHEAD = new Patience(8, Duration.ofMillis(10), Duration.ofMillis(100));

    /** Used otherwise: about seven messages per receive in a burst, with little idle time of workers. */
    private static final Patience STRICT = new Patience(6, Duration.ofMillis(4), Duration.ofMillis(100));

    private final Permits permits;
    private final PollGate gate;
    private final Prefetch ahead;
    private final ReceiveBudget budget;
    private final int receiveSize;

    @Inject
    public PermitGrants(
            Permits permits, PollGate gate, Prefetch ahead, ConcurrencyLimits limits, ReceiveBudget budget) {
        this.permits = permits;
        this.gate = gate;
        this.ahead = ahead;
        this.budget = budget;
        // The response to an overloaded service is fewer messages, not failed calls.
        limits.onChange(() -> permits.limitTo(limits::messagesWorthwhile));
        this.receiveSize = Math.min(MessageQueue.MAX_BATCH, permits.total());
    }

    /**
     * What a poller may do next.
     *
     * @param permits the number of permits taken; zero unless messages may be received
     * @param memory memory reserved for the same number of messages
     */
    public record Grant(Pass pass, int permits, Reservation memory) {

        private static Grant without(Pass pass) {
            return new Grant(pass, 0, Reservation.NONE);
        }
    }

    /** Waits, for a limited time, until messages may be received. */
    public Grant next() throws InterruptedException {
        Pass pass = gate.enter();
        return switch (pass) {
            case WAIT, CLOSED -> Grant.without(pass);
            case PROBE -> granted(pass, permits.take(1, Patience.NONE));
            case ALL -> {
                int taken = permits.take(receiveSize, ahead.isWorthwhile() ? AHEAD : STRICT);
                if (gate.isNarrow()) {
                    // The gate was closed while this poller waited for its permits.
                    permits.release(taken);
                    yield Grant.without(Pass.WAIT);
                }
                yield granted(pass, taken);
            }
        };
    }

    private Grant granted(Pass pass, int taken) throws InterruptedException {
        if (taken == 0) {
            return Grant.without(Pass.CLOSED);
        }
        Reservation memory = Reservation.NONE;
        try {
            memory = budget.reserve(taken);
        } finally {
            permits.release(taken - memory.messages());
        }
        if (memory.messages() > 0) {
            return new Grant(pass, memory.messages(), memory);
        }
        if (pass == Pass.PROBE) {
            gate.probeCameBack(List.of());
        }
        return Grant.without(Pass.WAIT);
    }

    /** The number of workers. */
    public int workers() {
        return permits.total();
    }

    /** Whether only one poller is useful at present. */
    public boolean isNarrow() {
        return gate.isNarrow();
    }

    /** Whether a worker is free and a message could be received for it. */
    public boolean isHungry() {
        return permits.isAvailable();
    }

    /** A receive has failed. */
    public void cameBackEmpty(Grant grant) {
        cameBack(grant, List.of());
    }

    /** A receive has returned these messages; the unused permits are released. */
    public void cameBack(Grant grant, List<ReceivedMessage> messages) {
        budget.received(grant.memory(), messages);
        permits.release(grant.permits() - messages.size());
        if (grant.pass() == Pass.PROBE) {
            gate.probeCameBack(messages);
        }
    }

    /** The delivery has probably started its last call. */
    public void lastCallBegins(InFlightMessage inHand) {
        if (inHand.noteLastCall(System.nanoTime()) && ahead.lend()) {
            inHand.lendPermit();
            permits.release(1);
        }
    }

    /** The delivery has ended. */
    public void ended(InFlightMessage inHand) {
        inHand.lastCallNanos().ifPresent(begun -> ahead.lastCallTook(System.nanoTime() - begun));
        if (inHand.isPermitLent()) {
            ahead.returned();
        } else {
            permits.release(1);
        }
        gate.ended(inHand.message());
    }

    /** Releases the permit of a message that was not processed. */
    public void turnedAway(ReceivedMessage message) {
        permits.release(1);
        gate.ended(message);
    }

    /** Stops all receiving. */
    public void close() {
        gate.close();
        permits.close();
        budget.close();
    }
}
