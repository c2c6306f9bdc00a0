package com.traffictacos.reservation.worker.capacity;

import java.util.ArrayDeque;
import java.util.Deque;

/** Events that wait and events in work. First come, first served, which is what a standard queue does by and large. */
final class WorkQueue {

    private final Deque<Cohort> waiting = new ArrayDeque<>();
    private final int[] finishing;
    private final long[] waits;
    private int waitingCount;
    private int inWork;
    private long finished;

    private record Cohort(int since, int events) {}

    /**
     * @param hold how many ticks an event is in work
     * @param ticks the longest that anything can take
     */
    WorkQueue(int hold, int ticks) {
        this.finishing = new int[hold];
        this.waits = new long[ticks + 1];
    }

    void arrive(int now, int events) {
        if (events > 0) {
            waiting.addLast(new Cohort(now, events));
            waitingCount += events;
        }
    }

    /** Events whose time is over are done. */
    void finish(int now) {
        int slot = now % finishing.length;
        inWork -= finishing[slot];
        finished += finishing[slot];
        finishing[slot] = 0;
    }

    /** Takes up so many as there are, at most. */
    void start(int now, int atMost) {
        int left = Math.min(atMost, waitingCount);
        finishing[now % finishing.length] = left;
        inWork += left;
        waitingCount -= left;
        while (left > 0) {
            Cohort oldest = waiting.removeFirst();
            int taken = Math.min(left, oldest.events());
            waits[now - oldest.since()] += taken;
            if (taken < oldest.events()) {
                waiting.addFirst(new Cohort(oldest.since(), oldest.events() - taken));
            }
            left -= taken;
        }
    }

    int inWork() {
        return inWork;
    }

    long finished() {
        return finished;
    }

    /** What the autoscaler counts: waiting and in flight. */
    int messages() {
        return waitingCount + inWork;
    }

    /** The wait that so large a share of the events did not exceed, in ticks. */
    int waitOf(double share) {
        long all = 0;
        for (long events : waits) {
            all += events;
        }
        long enough = (long) Math.ceil(all * share);
        long seen = 0;
        for (int ticks = 0; ticks < waits.length; ticks++) {
            seen += waits[ticks];
            if (seen >= enough) {
                return ticks;
            }
        }
        return waits.length;
    }
}
