package com.traffictacos.reservation.worker.pipeline.settle;

import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Collects entries for requests of up to ten: a batch is sent when it is full, or when its oldest entry has waited for
 * the linger time. Safe for use by any number of threads.
 */
final class BatchBuffer<T> {

    private final Consumer<List<T>> send;
    private final Supplier<Duration> linger;
    private final Executor sender;
    private final ScheduledExecutorService timer;
    private List<T> gathering = new ArrayList<>(MessageQueue.MAX_BATCH);

    /**
     * @param send sends the request; called with 1 to 10 entries, by any number of threads concurrently
     * @param linger read when a batch begins
     * @param sender runs full batches, so that the caller that adds the tenth entry does not wait for the queue
     */
    BatchBuffer(Consumer<List<T>> send, Supplier<Duration> linger, Executor sender, ScheduledExecutorService timer) {
        this.send = send;
        this.linger = linger;
        this.sender = sender;
        this.timer = timer;
    }

    void add(T entry) {
        List<T> batch;
        boolean full;
        synchronized (this) {
            batch = gathering;
            batch.add(entry);
            full = batch.size() == MessageQueue.MAX_BATCH;
            if (full) {
                gathering = new ArrayList<>(MessageQueue.MAX_BATCH);
            } else if (batch.size() > 1) {
                return;
            }
        }
        // Decided by the state under the lock: a batch that this call began may have been filled and sent since.
        if (full) {
            sendSoon(batch);
        } else {
            sendAfterLinger(batch);
        }
    }

    /** Sends the collected entries on the calling thread. */
    void flush() {
        List<T> batch = takeAll();
        if (!batch.isEmpty()) {
            send.accept(batch);
        }
    }

    /** Sends the collected entries on a thread of the sender. */
    void flushAsync() {
        List<T> batch = takeAll();
        if (!batch.isEmpty()) {
            sendSoon(batch);
        }
    }

    /** Removes an entry; false if it has already been sent. */
    synchronized boolean remove(T entry) {
        return gathering.remove(entry);
    }

    private synchronized List<T> takeAll() {
        if (gathering.isEmpty()) {
            return List.of();
        }
        List<T> batch = gathering;
        gathering = new ArrayList<>(MessageQueue.MAX_BATCH);
        return batch;
    }

    private void sendAfterLinger(List<T> batch) {
        try {
            Future<?> unused = timer.schedule(
                    () -> flushIfStillGathering(batch), linger.get().toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException stopping) {
            // The container accepts no more tasks while it stops, but the collected entries must still be sent.
            flush();
        } catch (Throwable failure) {
            // Without its timer, the batch could wait for entries that never come.
            flush();
            throw failure;
        }
    }

    @SuppressWarnings("ReferenceEquality") // The question is whether it is this very list, not whether it looks alike.
    private void flushIfStillGathering(List<T> batch) {
        synchronized (this) {
            if (gathering != batch) {
                return;
            }
            gathering = new ArrayList<>(MessageQueue.MAX_BATCH);
        }
        sendSoon(batch);
    }

    private void sendSoon(List<T> batch) {
        try {
            sender.execute(() -> send.accept(batch));
        } catch (RejectedExecutionException stopping) {
            send.accept(batch);
        } catch (RuntimeException | Error refused) {
            send.accept(batch);
            throw refused;
        }
    }
}
