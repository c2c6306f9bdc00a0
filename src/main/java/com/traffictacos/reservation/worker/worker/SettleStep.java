package com.traffictacos.reservation.worker.worker;

import com.traffictacos.reservation.worker.worker.MessageQueue.BatchResult;
import com.traffictacos.reservation.worker.worker.MessageQueue.Refusal;
import com.traffictacos.reservation.worker.worker.WorkerObserver.SettleAction;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One kind of request that settles deliveries, in batches. An entry that the queue refuses for now is sent again, twice
 * at most. Safe for use by any number of threads.
 *
 * @param <T> an entry of the request
 */
final class SettleStep<T> {

    private static final int MAX_TRIES = 3;

    private final Request<T> request;
    private final Ends ends;
    private final Conclusions conclusions;
    private final BatchBuffer<Pending> buffer;

    /**
     * @param entry makes an entry of a settlement
     * @param send makes the request
     */
    record Request<T>(SettleAction action, Function<Settlement, T> entry, Function<List<T>, BatchResult<T>> send) {}

    /**
     * @param done what follows when the queue has carried an entry out
     * @param refused what follows when it has refused for good; the failure has been counted and logged
     */
    record Ends(Consumer<Settlement> done, Consumer<Settlement> refused) {}

    /** A settlement on its way, with the number of requests that were made for it. */
    private record Pending(Settlement settlement, int tries) {}

    SettleStep(Request<T> request, Ends ends, Conclusions conclusions, Linger linger, WorkerExecutors executors) {
        this.request = request;
        this.ends = ends;
        this.conclusions = conclusions;
        this.buffer = new BatchBuffer<>(this::send, linger::now, executors.settling(), executors.polling());
    }

    void add(Settlement settlement) {
        buffer.add(new Pending(settlement, 0));
    }

    /** Sends what has been gathered so far, on another thread. */
    void hurry() {
        buffer.hurry();
    }

    /** Sends what has been gathered so far, on the calling thread. */
    void flush() {
        buffer.flush();
    }

    private void send(List<Pending> batch) {
        List<T> entries = batch.stream()
                .map(pending -> request.entry().apply(pending.settlement()))
                .toList();
        BatchResult<T> result = request.send().apply(entries);
        for (T done : result.succeeded()) {
            ends.done().accept(batch.get(entries.indexOf(done)).settlement());
        }
        for (Refusal<T> refusal : result.refused()) {
            refused(batch.get(entries.indexOf(refusal.entry())), refusal);
        }
    }

    private void refused(Pending pending, Refusal<T> refusal) {
        int tries = pending.tries() + 1;
        if (refusal.retryable() && tries < MAX_TRIES) {
            buffer.add(new Pending(pending.settlement(), tries));
            return;
        }
        conclusions.settleFailed(request.action(), pending.settlement().message(), refusal);
        ends.refused().accept(pending.settlement());
    }
}
