package com.traffictacos.reservation.worker.pipeline.process;

import com.traffictacos.reservation.worker.handler.CallObserver.Operation;
import com.traffictacos.reservation.worker.handler.HandlerContext;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyOutages;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers the earlier tries of messages, and counts those that speak against them. The queue counts every receive; a message that was handed back
 * because a service was down, or was throttled, or lost its lease, has not failed by that.
 *
 * <p>A failed call says at first not whose fault it was. It is kept as a suspicion until that is known: against the
 * message once the operation has succeeded for another one, taken back if the operation turned out to be down.
 *
 * <p>What this worker has not seen it cannot take off: receives by others during an outage. For a message that is older
 * than the end of an outage its own failures count that this worker has seen, and no receives.
 *
 * <p>Safe for use by any number of threads. Remembers the messages that went wrong last, {@value #REMEMBERED} at most.
 */
@Singleton
public final class AttemptHistory {

    private static final int REMEMBERED = 20_000;

    private final DependencyOutages outages;
    private final Map<String, Tally> tallies = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tally> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * @param failed tries that speak against the message
     * @param excused tries that do not
     * @param overloaded those of them that an overloaded service took
     */
    private record Tally(
            int failed, int excused, int overloaded, boolean seatsMayBeFree, Optional<Suspicion> suspicion) {

        static final Tally NONE = new Tally(0, 0, 0, false, Optional.empty());

        Tally plus(int failures, int excuses, int overloads, boolean free) {
            return new Tally(failed + failures, excused + excuses, overloaded + overloads, free, suspicion);
        }

        Tally suspecting(Optional<Suspicion> suspected) {
            return new Tally(failed, excused, overloaded, seatsMayBeFree, suspected);
        }

        int suspected() {
            return suspicion.map(Suspicion::failures).orElse(0);
        }
    }

    /** @param run of the operation, see {@link DependencyOutages#run} */
    private record Suspicion(Operation operation, long run, int failures) {}

    @Inject
    public AttemptHistory(DependencyOutages outages) {
        this.outages = outages;
    }

    /** The number of this try, of those that count; 1 or more. */
    int number(ReceivedMessage message) {
        if (message.receiveCount() == 1) {
            return 1;
        }
        Tally tally = tally(message);
        return outages.isAnySince(message.sentAt())
                ? tally.failed() + tally.suspected() + 1
                : Math.max(1, message.receiveCount() - tally.excused());
    }

    /** Tries whose failed calls may be the message's own fault or not. */
    int suspected(ReceivedMessage message) {
        return tally(message).suspected();
    }

    /** Whether calls have succeeded for other messages between the failures of this one. */
    boolean isProven(ReceivedMessage message) {
        return tally(message).failed() > 0;
    }

    /** Tries that an overloaded service took from the message. */
    int overloaded(ReceivedMessage message) {
        return tally(message).overloaded();
    }

    /** The try has failed, and the message is to blame as far as anybody can tell. */
    void failed(ReceivedMessage message, HandlerContext delivery) {
        put(message, tally(message).plus(1, 0, 0, delivery.seatsMayBeFree()));
    }

    /** The try has failed in a call, and it will be seen whether the message is to blame. */
    void suspected(ReceivedMessage message, HandlerContext delivery, Operation operation) {
        Tally tally = tally(message);
        long run = outages.run(operation);
        boolean same = tally.suspicion()
                .filter(known -> known.operation() == operation)
                .isPresent();
        int before = same ? tally.suspected() : 0;
        int failed = same ? 0 : tally.suspected();
        put(
                message,
                tally.plus(failed, 0, 0, delivery.seatsMayBeFree())
                        .suspecting(Optional.of(new Suspicion(operation, run, before + 1))));
    }

    /** The try came to nothing, and the message is not to blame. */
    void excused(ReceivedMessage message, HandlerContext delivery) {
        put(message, tally(message).plus(0, 1, 0, delivery.seatsMayBeFree()));
    }

    /** The try came to nothing because a service was asked too much. */
    void excusedByOverload(ReceivedMessage message, HandlerContext delivery) {
        put(message, tally(message).plus(0, 1, 1, delivery.seatsMayBeFree()));
    }

    /** The delivery was never begun, as behind a failing message of its group: the receive does not count. */
    void untried(ReceivedMessage message) {
        Tally tally = tally(message);
        put(message, tally.plus(0, 1, 0, tally.seatsMayBeFree()));
    }

    /** Tells a delivery what has become of the earlier ones of its message. */
    void remind(ReceivedMessage message, HandlerContext delivery) {
        if (message.receiveCount() > 1 && tally(message).seatsMayBeFree()) {
            delivery.noteSeatsMayBeFree();
        }
    }

    /** As it stands by now. A message is in one pair of hands at a time: nothing comes between reading and writing it. */
    private Tally tally(ReceivedMessage message) {
        Tally tally;
        synchronized (tallies) {
            tally = tallies.getOrDefault(message.messageId(), Tally.NONE);
        }
        return tally.suspicion().map(suspicion -> resolved(tally, suspicion)).orElse(tally);
    }

    private Tally resolved(Tally tally, Suspicion suspicion) {
        if (outages.wasOutage(suspicion.operation(), suspicion.run())) {
            return tally.plus(0, suspicion.failures(), 0, tally.seatsMayBeFree())
                    .suspecting(Optional.empty());
        }
        if (outages.run(suspicion.operation()) > suspicion.run()) {
            return tally.plus(suspicion.failures(), 0, 0, tally.seatsMayBeFree())
                    .suspecting(Optional.empty());
        }
        return tally;
    }

    private void put(ReceivedMessage message, Tally tally) {
        synchronized (tallies) {
            tallies.put(message.messageId(), tally);
        }
    }
}
