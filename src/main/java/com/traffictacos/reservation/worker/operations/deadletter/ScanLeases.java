package com.traffictacos.reservation.worker.operations.deadletter;

import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter.Receipt;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The dead letters that a scan has received and not moved. They stay hidden until the scan ends, or it would receive
 * the same ones over and over. Confined to one thread.
 *
 * <p>Tens of thousands of receipts take megabytes, so their number is limited; dead letters beyond it become visible
 * again when their visibility timeout ends.
 */
final class ScanLeases {

    private record Hold(Receipt receipt, Instant until) {}

    private final DeadLetterQueue queue;
    private final Clock clock;
    private final int most;
    private final List<Hold> holds = new ArrayList<>();

    ScanLeases(DeadLetterQueue queue, Clock clock, int most) {
        this.queue = queue;
        this.clock = clock;
        this.most = most;
    }

    void add(List<DeadLetter> deadLetters, Instant receivedAt, Duration hold) {
        for (DeadLetter deadLetter : deadLetters) {
            if (holds.size() < most) {
                holds.add(new Hold(deadLetter.receipt(), receivedAt.plus(hold)));
            }
        }
    }

    /**
     * Makes them visible again. Skips those whose visibility timeout has ended, because another consumer may have
     * received them since.
     */
    void release() {
        List<Receipt> batch = new ArrayList<>(MessageQueue.MAX_BATCH);
        for (Hold hold : holds) {
            if (clock.instant().isBefore(hold.until())) {
                batch.add(hold.receipt());
            }
            if (batch.size() == MessageQueue.MAX_BATCH) {
                queue.release(List.copyOf(batch));
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            queue.release(List.copyOf(batch));
        }
        holds.clear();
    }
}
