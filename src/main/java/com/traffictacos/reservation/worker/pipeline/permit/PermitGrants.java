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
 * What may be taken in: as many messages as there are permits and memory, if the gate lets any through. Gives each permit back once,
 * when its delivery ends or a moment before. Safe for use by any number of threads.
 */
@Singleton
public final class PermitGrants {

    /** While permits are lent: nobody is idle yet, so there is time to fill the batch. */
    private static final Patience AHEAD = new Patience(8, Duration.ofMillis(10), Duration.ofMillis(100));

    /** Otherwise: some seven messages a receive in a burst, at little idle time of workers. */
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
        // A service that is asked too much is met by fewer messages, not by failed calls.
        limits.onChange(() -> permits.limitTo(limits::messagesWorthwhile));
        this.receiveSize = Math.min(MessageQueue.MAX_BATCH, permits.total());
    }

    /**
     * What a lane may do next.
     *
     * @param permits taken for it; zero unless messages may be asked for
     * @param memory set aside for as many messages
     */
    public record Grant(Pass pass, int permits, Reservation memory) {

        private static Grant without(Pass pass) {
            return new Grant(pass, 0, Reservation.NONE);
        }
    }

    /** Waits for leave to ask for messages, for a while. */
    public Grant next() throws InterruptedException {
        Pass pass = gate.enter();
        return switch (pass) {
            case WAIT, CLOSED -> Grant.without(pass);
            case PROBE -> granted(pass, permits.take(1, Patience.NONE));
            case ALL -> {
                int taken = permits.take(receiveSize, ahead.isWorthwhile() ? AHEAD : STRICT);
                if (gate.isNarrow()) {
                    // It was shut while this lane waited for its permits.
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

    /** How many workers there are. */
    public int workers() {
        return permits.total();
    }

    /** Whether only one lane is of use at present. */
    public boolean isNarrow() {
        return gate.isNarrow();
    }

    /** Whether a worker waits for a message that could be asked for. */
    public boolean isHungry() {
        return permits.isAvailable();
    }

    /** A receive has failed. */
    public void cameBackEmpty(Grant grant) {
        cameBack(grant, List.of());
    }

    /** A receive has brought these messages; permits for which nothing came go back. */
    public void cameBack(Grant grant, List<ReceivedMessage> messages) {
        budget.received(grant.memory(), messages);
        permits.release(grant.permits() - messages.size());
        if (grant.pass() == Pass.PROBE) {
            gate.probeCameBack(messages);
        }
    }

    /** The delivery has most likely one more call to wait for. */
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

    /** A message that was not worked on. */
    public void turnedAway(ReceivedMessage message) {
        permits.release(1);
        gate.ended(message);
    }

    /** Takes nothing in any more. */
    public void close() {
        gate.close();
        permits.close();
        budget.close();
    }
}
