package com.traffictacos.reservation.worker.operations.deadletter;

import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter.Receipt;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Letters that a pass has received and nobody wants moved. They have to be held until its end, or it would receive the
 * same ones over and over. Confined to one thread.
 *
 * <p>Receipts of many thousands take megabytes, so that only so many are kept; letters beyond that come back by
 * themselves when their hold is over.
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

    void add(List<DeadLetter> letters, Instant receivedAt, Duration hold) {
        for (DeadLetter letter : letters) {
            if (holds.size() < most) {
                holds.add(new Hold(letter.receipt(), receivedAt.plus(hold)));
            }
        }
    }

    /** Lets everybody see them again. A receipt whose hold is over may belong to somebody else's delivery by now. */
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
