package com.traffictacos.reservation.worker.pipeline.dependency;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;

/**
 * A worker with a deep queue and a service with a given number of parallel calls, in virtual time. The service still
 * processes a late call; its event tries again, three times in all, and returns to the queue. Deterministic; confined
 * to one thread.
 */
final class ServiceSimulation {

    /** The time per event outside the call of the service. */
    static final Duration ELSEWHERE = Duration.ofMillis(20);

    static final Duration DEADLINE = Duration.ofMillis(250);
    private static final long RETRY_AFTER = Duration.ofMillis(60).toNanos();
    private static final int TRIES = 3;

    private final int pool;
    private final AdaptiveLimit limit;
    private final PriorityQueue<Step> steps =
            new PriorityQueue<>(Comparator.comparingLong(Step::at).thenComparingLong(Step::number));
    private final PriorityQueue<Long> places = new PriorityQueue<>();
    private final Deque<Message> waiting = new ArrayDeque<>();
    private long perCall;
    private long now;
    private long steppedSoFar;
    private int calls;
    private int inFlight;
    private int smallest;
    private long messages;
    private long settled;
    private long answered;
    private long late;

    private record Step(long at, long number, Runnable action) {}

    private record Message(long number, int tries) {}

    record Result(double settledPerSecond, double lateShare) {}

    ServiceSimulation(int pool, int parallel, Duration perCall) {
        this.pool = pool;
        this.limit = new AdaptiveLimit(pool, DEADLINE, 0);
        this.smallest = pool;
        change(parallel, perCall);
        receive();
    }

    /** Calls in progress end as scheduled before the change. */
    void change(int parallel, Duration each) {
        perCall = each.toNanos();
        places.clear();
        for (int place = 0; place < parallel; place++) {
            places.add(now);
        }
    }

    int limit() {
        return limit.limit();
    }

    int smallestLimit() {
        return smallest;
    }

    Result run(Duration time) {
        long begun = now;
        long settledBefore = settled;
        long answeredBefore = answered;
        long lateBefore = late;
        long end = now + time.toNanos();
        while (!steps.isEmpty() && steps.peek().at() <= end) {
            Step step = steps.remove();
            now = step.at();
            step.action().run();
            smallest = Math.min(smallest, limit.limit());
        }
        now = end;
        long calledNow = answered - answeredBefore;
        return new Result(
                (settled - settledBefore) / ((end - begun) / 1e9),
                calledNow == 0 ? 1 : (double) (late - lateBefore) / calledNow);
    }

    private void after(long nanos, Runnable action) {
        steps.add(new Step(now + nanos, steppedSoFar++, action));
    }

    /** Receives as many messages as are worthwhile. */
    private void receive() {
        int wanted = limit.limit() >= pool ? pool : Math.min(pool, 2 * limit.limit() + 2);
        while (inFlight < wanted) {
            inFlight++;
            Message message = new Message(messages++, 0);
            after(ELSEWHERE.toNanos(), () -> enter(message));
        }
    }

    private void enter(Message message) {
        waiting.add(message);
        callNext();
    }

    private void callNext() {
        while (calls < limit.limit() && !waiting.isEmpty()) {
            calls++;
            call(waiting.remove());
        }
    }

    private void call(Message message) {
        long begun = now;
        long done = Math.max(now, places.remove()) + perCall;
        places.add(done);
        boolean inTime = done - begun <= DEADLINE.toNanos();
        after(Math.min(done - begun, DEADLINE.toNanos()), () -> ended(message, begun, inTime));
    }

    private void ended(Message message, long begun, boolean inTime) {
        calls--;
        answered++;
        if (inTime) {
            limit.answered(begun, now);
            settled++;
            inFlight--;
        } else {
            late++;
            limit.late("rsv-" + message.number(), begun, now);
            if (message.tries() + 1 < TRIES) {
                after(RETRY_AFTER, () -> enter(new Message(message.number(), message.tries() + 1)));
            } else {
                inFlight--;
            }
        }
        receive();
        callNext();
    }
}
