package com.traffictacos.reservation.worker.worker;

import com.traffictacos.reservation.worker.handling.Delivery;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers the earlier tries of messages, and counts those that speak against them. The queue counts every receive; a message that was handed back
 * because a service was down, or was throttled, or lost its lease, has not failed by that.
 *
 * <p>What this worker has not seen it cannot take off: receives by others during an outage. For a message that is older
 * than the end of an outage its own failures count that this worker has seen, and no receives.
 *
 * <p>Safe for use by any number of threads. Remembers the messages that went wrong last, {@value #REMEMBERED} at most.
 */
@Singleton
public final class Attempts {

    private static final int REMEMBERED = 20_000;

    private final Outages outages;
    private final Map<String, Tally> tallies = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tally> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Tally(int failed, int excused, boolean seatsMayBeFree) {

        static final Tally NONE = new Tally(0, 0, false);
    }

    @Inject
    public Attempts(Outages outages) {
        this.outages = outages;
    }

    /** The number of this try, of those that count; 1 or more. */
    int number(ReceivedMessage message) {
        if (message.receiveCount() == 1) {
            return 1;
        }
        Tally tally = tally(message);
        return outages.isAnySince(message.sentAt())
                ? tally.failed() + 1
                : Math.max(1, message.receiveCount() - tally.excused());
    }

    /** The try has failed, and the message is to blame as far as anybody can tell. */
    void failed(ReceivedMessage message, Delivery delivery) {
        Tally tally = tally(message);
        put(message, new Tally(tally.failed() + 1, tally.excused(), delivery.seatsMayBeFree()));
    }

    /** The try came to nothing, and the message is not to blame. */
    void excused(ReceivedMessage message, Delivery delivery) {
        Tally tally = tally(message);
        put(message, new Tally(tally.failed(), tally.excused() + 1, delivery.seatsMayBeFree()));
    }

    /** The delivery was never begun, as behind a failing message of its group: the receive does not count. */
    void untried(ReceivedMessage message) {
        Tally tally = tally(message);
        put(message, new Tally(tally.failed(), tally.excused() + 1, tally.seatsMayBeFree()));
    }

    /** Tells a delivery what has become of the earlier ones of its message. */
    void remind(ReceivedMessage message, Delivery delivery) {
        if (message.receiveCount() > 1 && tally(message).seatsMayBeFree()) {
            delivery.noteSeatsMayBeFree();
        }
    }

    // A message is in one pair of hands at a time, so that nothing comes between reading its tally and writing it.
    private Tally tally(ReceivedMessage message) {
        synchronized (tallies) {
            return tallies.getOrDefault(message.messageId(), Tally.NONE);
        }
    }

    private void put(ReceivedMessage message, Tally tally) {
        synchronized (tallies) {
            tallies.put(message.messageId(), tally);
        }
    }
}
