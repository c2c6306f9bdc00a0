package com.traffictacos.reservation.worker.operations.deadletter;

import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import com.traffictacos.reservation.worker.pipeline.delivery.QueueDepths;
import com.traffictacos.reservation.worker.pipeline.delivery.QueueDepths.Depth;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A scan of the dead-letter queue, bounded in messages and time. Stateless and thread-safe. */
public final class QueueScan {

    /**
     * The bounds of a scan.
     *
     * @param deadLetters the maximum number of dead letters
     * @param time the maximum duration; shorter than the visibility timeout, so that no dead letter is received twice
     * @param hold the visibility timeout of received dead letters, which applies if they are not released
     * @param atOnce the maximum number of dead letters per receive
     * @param keptReceipts dead letters beyond this number are not released but stay hidden until their visibility
     *     timeout ends
     */
    public record Bounds(int deadLetters, Duration time, Duration hold, int atOnce, int keptReceipts) {

        private static final int KEPT_RECEIPTS = 10_000;

        /** For a list: what it has seen takes some megabytes. */
        static final Bounds LIST = new Bounds(
                KEPT_RECEIPTS, Duration.ofSeconds(50), Duration.ofSeconds(60), MessageQueue.MAX_BATCH, KEPT_RECEIPTS);

        /** For one dead letter, which may be the last one of a long queue. */
        static final Bounds SEARCH = new Bounds(
                Integer.MAX_VALUE,
                Duration.ofSeconds(50),
                Duration.ofSeconds(60),
                MessageQueue.MAX_BATCH,
                KEPT_RECEIPTS);

        private static final Duration SHORTEST_HOLD = Duration.ofSeconds(30);
        private static final Duration LONGEST_HOLD = Duration.ofMinutes(10);
        private static final int SLOWLY_SEEN_PER_SECOND = 300;

        /**
         * For a job: long enough to scan all dead letters, and no longer, since those that a killed worker received
         * stay hidden from others until then.
         *
         * @param deadLetters the approximate number of dead letters
         * @param atOnce how many may be moved per second, so that no dead letter waits long for the rate limit while it
         *     is hidden
         */
        public static Bounds job(long deadLetters, int atOnce) {
            Duration wanted = SHORTEST_HOLD.plusSeconds(deadLetters / SLOWLY_SEEN_PER_SECOND);
            Duration hold = wanted.compareTo(LONGEST_HOLD) < 0 ? wanted : LONGEST_HOLD;
            return new Bounds(
                    Integer.MAX_VALUE,
                    hold.multipliedBy(4).dividedBy(5),
                    hold,
                    Math.min(atOnce, MessageQueue.MAX_BATCH),
                    KEPT_RECEIPTS);
        }
    }

    /** Receives every dead letter of the scan once. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * Called once, before the first receive.
         *
         * @param total the number of dead letters, by the queue's own approximate count
         */
        default void begin(long total) {}

        /**
         * Inspects dead letters, and may move some.
         *
         * @return those that stay in the queue
         */
        List<DeadLetter> visit(List<DeadLetter> deadLetters);
    }

    /**
     * The result of a scan.
     *
     * @param scanned the number of dead letters received
     * @param emptied whether it ended because no visible dead letter was left, and not at a bound
     * @param complete whether these were all dead letters: none was in flight at its start, and none of those that the
     *     queue counted is missing
     * @param total the number of dead letters before it, by the queue's own approximate count
     */
    public record Result(long scanned, boolean emptied, boolean complete, long total) {}

    private final DeadLetterQueue queue;
    private final QueueDepths depths;
    private final Clock clock;

    QueueScan(DeadLetterQueue queue, QueueDepths depths, Clock clock) {
        this.queue = queue;
        this.depths = depths;
        this.clock = clock;
    }

    /**
     * Scans the queue. Releases what the visitor leaves, also after a failure.
     *
     * @param enough evaluated between receives; true ends the scan
     */
    public Result run(Bounds bounds, Visitor visitor, BooleanSupplier enough) {
        queue.check();
        Depth before = depths.deadLetterQueue();
        visitor.begin(total(before));
        Instant end = clock.instant().plus(bounds.time());
        ScanLeases held = new ScanLeases(queue, clock, bounds.keptReceipts());
        long scanned = 0;
        boolean emptied = false;
        try {
            while (!emptied
                    && scanned < bounds.deadLetters()
                    && clock.instant().isBefore(end)
                    && !enough.getAsBoolean()) {
                int max = (int) Math.min(bounds.atOnce(), bounds.deadLetters() - scanned);
                Instant asked = clock.instant();
                List<DeadLetter> deadLetters = queue.receive(max, bounds.hold());
                scanned += deadLetters.size();
                emptied = deadLetters.isEmpty();
                if (!emptied) {
                    held.add(visitor.visit(deadLetters), asked, bounds.hold());
                }
            }
        } finally {
            held.release();
        }
        boolean complete = emptied && before.inFlight() == 0 && scanned >= before.visible();
        return new Result(scanned, emptied, complete, total(before));
    }

    /** The approximate number of dead letters. */
    public long total() {
        queue.check();
        return total(depths.deadLetterQueue());
    }

    private static long total(Depth depth) {
        return depth.visible() + depth.inFlight() + depth.delayed();
    }
}
