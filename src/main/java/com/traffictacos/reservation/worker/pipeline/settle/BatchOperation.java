package com.traffictacos.reservation.worker.pipeline.settle;

import com.traffictacos.reservation.worker.pipeline.delivery.DeliveryResult;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.BatchResult;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.Refusal;
import com.traffictacos.reservation.worker.pipeline.delivery.WorkerObserver;
import com.traffictacos.reservation.worker.pipeline.delivery.WorkerObserver.SettleAction;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures.Place;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One kind of request that settles deliveries, in batches. An entry that the queue refuses with a retryable error is
 * sent again, twice at most. Safe for use by any number of threads.
 *
 * @param <T> an entry of the request
 */
final class BatchOperation<T> {

    private static final int MAX_TRIES = 3;

    private final Request<T> request;
    private final Callbacks ends;
    private final WorkerObserver observer;
    private final BatchBuffer<Pending> buffer;
    private final UnexpectedFailures failures;

    /**
     * @param entry creates the entry of a delivery result
     * @param send sends the request
     */
    record Request<T>(SettleAction action, Function<DeliveryResult, T> entry, Function<List<T>, BatchResult<T>> send) {}

    /**
     * @param done called when the queue has carried an entry out
     * @param refused called when the queue has refused an entry permanently; the failure has been counted and logged
     */
    record Callbacks(Consumer<DeliveryResult> done, Consumer<DeliveryResult> refused) {}

    /** A settlement in progress. Compared by identity, because two deliveries may be equal. */
    private static final class Pending {

        private final DeliveryResult settlement;
        private final int tries;

        /** @param tries the number of requests that were sent for it */
        private Pending(DeliveryResult settlement, int tries) {
            this.settlement = settlement;
            this.tries = tries;
        }

        private DeliveryResult settlement() {
            return settlement;
        }

        private int tries() {
            return tries;
        }
    }

    BatchOperation(
            Request<T> request,
            Callbacks ends,
            WorkerObserver observer,
            BatchLinger linger,
            WorkerExecutors executors) {
        this.request = request;
        this.ends = ends;
        this.observer = observer;
        this.failures = executors.failures();
        this.buffer = new BatchBuffer<>(this::send, linger::now, executors.settling(), executors.polling());
    }

    void add(DeliveryResult settlement) {
        add(new Pending(settlement, 0));
    }

    private void add(Pending pending) {
        try {
            buffer.add(pending);
        } catch (Throwable failure) {
            failures.record(Place.SETTLE, failure);
            // If it stayed in the buffer, its batch would conclude it a second time.
            if (buffer.remove(pending)) {
                refused(pending, failure);
            }
        }
    }

    /** Sends the collected entries on another thread. */
    void flushAsync() {
        failures.observe(Place.SETTLE, buffer::flushAsync);
    }

    /** Sends the collected entries on the calling thread. */
    void flush() {
        failures.observe(Place.SETTLE, buffer::flush);
    }

    /** Concludes every entry of the batch or sends it again, whatever is thrown or missing in the answer. */
    private void send(List<Pending> batch) {
        List<Pending> open = new ArrayList<>(batch);
        try {
            List<T> entries = batch.stream()
                    .map(pending -> request.entry().apply(pending.settlement()))
                    .toList();
            BatchResult<T> result = request.send().apply(entries);
            for (T done : result.succeeded()) {
                take(open, batch, entries, done).ifPresent(this::done);
            }
            for (Refusal<T> refusal : result.refused()) {
                take(open, batch, entries, refusal.entry()).ifPresent(pending -> refused(pending, refusal));
            }
        } catch (Throwable failure) {
            failures.record(Place.SETTLE, failure);
            open.forEach(pending -> refused(pending, failure));
            return;
        }
        open.forEach(pending -> refused(pending, "Unanswered", "the answer does not mention the entry"));
    }

    /** Removes and returns the open entry that the answer refers to. */
    private Optional<Pending> take(List<Pending> open, List<Pending> batch, List<T> entries, T answered) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).equals(answered) && open.remove(batch.get(i))) {
                return Optional.of(batch.get(i));
            }
        }
        return Optional.empty();
    }

    private void done(Pending pending) {
        failures.observe(Place.SETTLE, () -> ends.done().accept(pending.settlement()));
    }

    private void refused(Pending pending, Throwable failure) {
        refused(pending, failure.getClass().getSimpleName(), String.valueOf(failure.getMessage()));
    }

    private void refused(Pending pending, String code, String detail) {
        observer.settleFailed(request.action(), pending.settlement().message(), code, detail);
        failures.observe(Place.SETTLE, () -> ends.refused().accept(pending.settlement()));
    }

    private void refused(Pending pending, Refusal<T> refusal) {
        int tries = pending.tries() + 1;
        if (refusal.retryable() && tries < MAX_TRIES) {
            add(new Pending(pending.settlement(), tries));
            return;
        }
        refused(pending, refusal.code(), refusal.detail());
    }
}
