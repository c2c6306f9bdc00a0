package com.traffictacos.reservation.worker.pipeline.process;

import com.traffictacos.reservation.worker.handler.HandlerContext;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyOutages;
import com.traffictacos.reservation.worker.platform.collection.LatestEntries;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers the earlier attempts of messages, and counts those that failed because of the message. The queue counts
 * every receive. A message that was returned to the queue because a service was down or throttled, or because its lease
 * was lost, has not failed.
 *
 * <p>The cause of a failed call is not known at first. The failure is kept as a suspicion until it is known: it counts
 * against the message once the operation has succeeded for another message, and is dropped if the operation turns out
 * to be down.
 *
 * <p>This worker cannot subtract what it has not seen: receives by other workers during an outage. For a message that
 * is older than the end of an outage, only the failures that this worker has seen count, and not the receives.
 *
 * <p>Safe for use by any number of threads. Remembers the messages that failed last, {@value #REMEMBERED} at most.
 */
@SingletonBean
public final class AttemptHistory {

    private static final int REMEMBERED = 20_000;

    private final DependencyOutages outages;
    private final Map<String, Tally> tallies = LatestEntries.byUse(REMEMBERED);

    /**
     * @param failed attempts that count against the message
     * @param notCounted attempts that do not count
     * @param overloaded the number of excused attempts that failed because of an overloaded service
     */
    private record Tally(
            int failed, int notCounted, int overloaded, boolean seatsMayBeFree, Optional<Suspicion> suspicion) {

        static final Tally NONE = new Tally(0, 0, 0, false, Optional.empty());

        Tally plus(int failures, int excuses, int overloads, boolean free) {
            return new Tally(failed + failures, notCounted + excuses, overloaded + overloads, free, suspicion);
        }

        Tally suspecting(Optional<Suspicion> suspected) {
            return new Tally(failed, notCounted, overloaded, seatsMayBeFree, suspected);
        }

        int suspected() {
            return suspicion.map(Suspicion::failures).orElse(0);
        }
    }

    /** @param run the run of the operation, see {@link DependencyOutages#run} */
    private record Suspicion(ServiceCall operation, long run, int failures) {}

    @Inject
    public AttemptHistory(DependencyOutages outages) {
        this.outages = outages;
    }

    /** The number of this attempt among those that count; 1 or more. */
    int number(ReceivedMessage message) {
        if (message.receiveCount() == 1) {
            return 1;
        }
        Tally tally = tally(message);
        return outages.isAnySince(message.sentAt())
                ? tally.failed() + tally.suspected() + 1
                : Math.max(1, message.receiveCount() - tally.notCounted());
    }

    /** The number of attempts whose failed calls may or may not be caused by the message. */
    int suspected(ReceivedMessage message) {
        return tally(message).suspected();
    }

    /** Whether calls have succeeded for other messages between the failures of this message. */
    boolean isProven(ReceivedMessage message) {
        return tally(message).failed() > 0;
    }

    /** The number of attempts that failed because of an overloaded service. */
    int overloaded(ReceivedMessage message) {
        return tally(message).overloaded();
    }

    /** The attempt failed, and as far as is known the message is the cause. */
    void failed(ReceivedMessage message, HandlerContext delivery) {
        put(message, tally(message).plus(1, 0, 0, delivery.seatsMayBeFree()));
    }

    /** The attempt failed in a call; it is not known yet whether the message is the cause. */
    void suspected(ReceivedMessage message, HandlerContext delivery, ServiceCall operation) {
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

    /** The attempt failed, and the message is not the cause. */
    void notCounted(ReceivedMessage message, HandlerContext delivery) {
        put(message, tally(message).plus(0, 1, 0, delivery.seatsMayBeFree()));
    }

    /** The attempt failed because a service is overloaded. */
    void notCountedByOverload(ReceivedMessage message, HandlerContext delivery) {
        put(message, tally(message).plus(0, 1, 1, delivery.seatsMayBeFree()));
    }

    /**
     * The delivery was never started, for example behind a failing message of its group: the receive does not count.
     */
    void untried(ReceivedMessage message) {
        Tally tally = tally(message);
        put(message, tally.plus(0, 1, 0, tally.seatsMayBeFree()));
    }

    /** Passes to a delivery what is known of the earlier deliveries of its message. */
    void remind(ReceivedMessage message, HandlerContext delivery) {
        if (message.receiveCount() > 1 && tally(message).seatsMayBeFree()) {
            delivery.noteSeatsMayBeFree();
        }
    }

    /**
     * The current tally. Only one delivery of a message is processed at a time, so no other write comes between a read
     * and a write.
     */
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
