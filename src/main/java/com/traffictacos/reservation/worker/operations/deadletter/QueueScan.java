package com.traffictacos.reservation.worker.operations.deadletter;

import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.QueueDepths;
import com.traffictacos.reservation.worker.pipeline.delivery.QueueDepths.Depth;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/** One walk through the dead-letter queue, bounded in letters and time. Holds no state; safe for use by any thread. */
final class QueueScan {

    /**
     * How far a walk goes.
     *
     * @param letters at most
     * @param time at most; shorter than the hold, so that no letter comes twice
     * @param hold how long a received letter is kept from others, should nobody release it
     * @param atOnce most letters in one receive
     * @param keptReceipts letters beyond this number are not released but wait for the end of their hold
     */
    record Bounds(int letters, Duration time, Duration hold, int atOnce, int keptReceipts) {

        /** For somebody who waits for the answer. */
        static final Bounds LOOK =
                new Bounds(5_000, Duration.ofSeconds(15), Duration.ofSeconds(30), MessageQueue.MAX_BATCH, 5_000);

        private static final Duration SHORTEST_HOLD = Duration.ofSeconds(30);
        private static final Duration LONGEST_HOLD = Duration.ofMinutes(10);
        private static final int SLOWLY_SEEN_PER_SECOND = 300;

        /**
         * For a job: long enough to see all letters, and no longer, since what a killed worker held is hidden from others
         * until then.
         *
         * @param letters how many there are, about
         * @param atOnce how many may be moved within a second: no letter is held for long before its turn comes
         */
        static Bounds job(long letters, int atOnce) {
            Duration wanted = SHORTEST_HOLD.plusSeconds(letters / SLOWLY_SEEN_PER_SECOND);
            Duration hold = wanted.compareTo(LONGEST_HOLD) < 0 ? wanted : LONGEST_HOLD;
            return new Bounds(
                    Integer.MAX_VALUE,
                    hold.multipliedBy(4).dividedBy(5),
                    hold,
                    Math.min(atOnce, MessageQueue.MAX_BATCH),
                    10_000);
        }
    }

    /** Is shown every letter once. */
    @FunctionalInterface
    interface Visitor {

        /**
         * Looks at letters, and perhaps moves some.
         *
         * @return those that stay where they are
         */
        List<DeadLetter> visit(List<DeadLetter> letters);
    }

    /**
     * What a walk came to.
     *
     * @param scanned letters seen
     * @param emptied whether it ended because no letter was left to be seen, and not at a bound
     * @param complete whether these were all letters: at its begin nobody else held any, and none of those that the queue
     *     counted is missing
     * @param total letters before it, by the queue's own approximate count
     */
    record Result(long scanned, boolean emptied, boolean complete, long total) {}

    private final DeadLetterQueue queue;
    private final QueueDepths depths;
    private final Clock clock;

    QueueScan(DeadLetterQueue queue, QueueDepths depths, Clock clock) {
        this.queue = queue;
        this.depths = depths;
        this.clock = clock;
    }

    /**
     * Walks, and releases what the visitor leaves, whatever happens.
     *
     * @param enough asked between receives
     */
    Result run(Bounds bounds, Visitor visitor, BooleanSupplier enough) {
        queue.check();
        Depth before = depths.deadLetterQueue();
        Instant end = clock.instant().plus(bounds.time());
        ScanLeases held = new ScanLeases(queue, clock, bounds.keptReceipts());
        long scanned = 0;
        boolean emptied = false;
        try {
            while (!emptied && scanned < bounds.letters() && clock.instant().isBefore(end) && !enough.getAsBoolean()) {
                int max = (int) Math.min(bounds.atOnce(), bounds.letters() - scanned);
                Instant asked = clock.instant();
                List<DeadLetter> letters = queue.receive(max, bounds.hold());
                scanned += letters.size();
                emptied = letters.isEmpty();
                if (!emptied) {
                    held.add(visitor.visit(letters), asked, bounds.hold());
                }
            }
        } finally {
            held.release();
        }
        boolean complete = emptied && before.inFlight() == 0 && scanned >= before.visible();
        return new Result(scanned, emptied, complete, total(before));
    }

    /** How many letters there are, about. */
    long total() {
        queue.check();
        return total(depths.deadLetterQueue());
    }

    private static long total(Depth depth) {
        return depth.visible() + depth.inFlight() + depth.delayed();
    }
}
