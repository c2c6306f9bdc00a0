package com.traffictacos.reservation.worker.pipeline.permit;

import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceiveBudget;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceiveBudget.Reservation;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.pipeline.dependency.ConcurrencyLimits;
import com.traffictacos.reservation.worker.pipeline.permit.Permits.FillPolicy;
import com.traffictacos.reservation.worker.pipeline.permit.PollGate.PollDecision;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Decides how many messages a poller may receive: as many as there are permits and memory, if the poll gate is open.
 * Releases each permit once, when its delivery ends or shortly before. Safe for use by any number of threads.
 */
@SingletonBean
public final class PermitGrants {

    /** Used while permits are lent: other messages wait for the next free workers, so there is time to fill the batch. */
    private static final FillPolicy AHEAD =
            new FillPolicy(MessageQueue.MAX_BATCH, Duration.ZERO, Duration.ofMillis(100));

    /** Used otherwise: about seven messages per receive in a burst, with little idle time of workers. */
    private static final FillPolicy STRICT = new FillPolicy(6, Duration.ofMillis(4), Duration.ofMillis(100));

    private final Permits permits;
    private final PollGate gate;
    private final Prefetch prefetch;
    private final ReceiveBudget budget;
    private final int receiveSize;

    @Inject
    public PermitGrants(
            Permits permits, PollGate gate, Prefetch prefetch, ConcurrencyLimits limits, ReceiveBudget budget) {
        this.permits = permits;
        this.gate = gate;
        this.prefetch = prefetch;
        this.budget = budget;
        // The response to an overloaded service is fewer messages, not failed calls.
        limits.onChange(() -> permits.limitTo(limits::messagesWorthwhile));
        permits.countLent(prefetch::lent);
        this.receiveSize = Math.min(MessageQueue.MAX_BATCH, permits.total());
    }

    /**
     * What a poller may do next.
     *
     * @param permits one for each message that may be received; empty unless messages may be received
     * @param memory memory reserved for the same number of messages
     */
    public record PollGrant(PollDecision decision, List<Permit> permits, Reservation memory) {

        private static PollGrant without(PollDecision decision) {
            return new PollGrant(decision, List.of(), Reservation.NONE);
        }

        /** Gives each received message its permit. */
        public List<PermittedMessage> permit(List<ReceivedMessage> messages) {
            return IntStream.range(0, messages.size())
                    .mapToObj(i -> new PermittedMessage(messages.get(i), permits.get(i)))
                    .toList();
        }
    }

    /** Waits, for a limited time, until messages may be received. */
    public PollGrant next() throws InterruptedException {
        PollDecision decision = gate.enter();
        return switch (decision) {
            case WAIT, STOP -> PollGrant.without(decision);
            case PROBE -> granted(decision, permits.take(1, FillPolicy.NONE));
            case RECEIVE -> {
                int taken = permits.take(receiveSize, isPrefetching() ? AHEAD : STRICT);
                if (gate.isSinglePollerOnly()) {
                    // Closed meanwhile: this poller does not wait for memory as well.
                    permits.release(taken);
                    yield PollGrant.without(PollDecision.WAIT);
                }
                yield granted(decision, taken);
            }
        };
    }

    private PollGrant granted(PollDecision decision, int taken) throws InterruptedException {
        if (taken == 0) {
            return PollGrant.without(PollDecision.STOP);
        }
        Reservation memory = Reservation.NONE;
        try {
            memory = budget.reserve(taken);
        } finally {
            permits.release(taken - memory.messages());
        }
        boolean probe = decision == PollDecision.PROBE;
        // The gate may have been closed while this poller waited for its permits or for memory.
        if (memory.messages() > 0 && gate.stillAllows(decision)) {
            List<Permit> granted = Stream.generate(() -> new Permit(this, probe))
                    .limit(memory.messages())
                    .toList();
            return new PollGrant(decision, granted, memory);
        }
        permits.release(memory.messages());
        budget.received(memory, List.of());
        if (probe) {
            gate.probeUnused();
        }
        return PollGrant.without(PollDecision.WAIT);
    }

    /** Not while a service is overloaded: more messages would only wait for the calls of others. */
    private boolean isPrefetching() {
        return prefetch.isWorthwhile() && !permits.isLimited();
    }

    /** The number of workers. */
    public int workers() {
        return permits.total();
    }

    /** Whether only one poller is useful at present. */
    public boolean isSinglePollerOnly() {
        return gate.isSinglePollerOnly();
    }

    /** Whether a worker is free and a message could be received for it. */
    public boolean hasFreePermits() {
        return permits.isAvailable();
    }

    /** A receive has failed: its permits are released. */
    public void receiveFailed(PollGrant grant) {
        received(grant, List.of());
    }

    /** A receive has returned these messages; the unused permits are released. */
    public void received(PollGrant grant, List<ReceivedMessage> messages) {
        List<Permit> unused =
                grant.permits().subList(messages.size(), grant.permits().size());
        free((int) unused.stream().filter(Permit::markUnused).count());
        if (unused.stream().anyMatch(Permit::isProbe)) {
            gate.probeUnused();
        }
        budget.received(grant.memory(), messages);
    }

    boolean lend() {
        return !permits.isLimited() && prefetch.lend();
    }

    void returned() {
        prefetch.returned();
        if (permits.isLimited()) {
            // One more may be taken.
            permits.release(0);
        }
    }

    void processingTook(long nanos) {
        prefetch.processingTook(nanos);
    }

    void free(int count) {
        permits.release(count);
    }

    void ended(Permit permit) {
        gate.ended(permit.isProbe());
    }

    /** Stops all receiving. */
    public void close() {
        gate.close();
        permits.close();
        budget.close();
    }
}
