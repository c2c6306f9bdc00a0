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
 * Gathers entries for requests that take ten at a time: a batch goes out when it is full, or when its oldest entry has
 * waited for the linger time. Safe for use by any number of threads.
 */
final class BatchBuffer<T> {

    private final Consumer<List<T>> send;
    private final Supplier<Duration> linger;
    private final Executor sender;
    private final ScheduledExecutorService timer;
    private List<T> gathering = new ArrayList<>(MessageQueue.MAX_BATCH);

    /**
     * @param send makes the request; called with 1 to 10 entries, by any number of threads side by side
     * @param linger asked when a batch begins
     * @param sender runs full batches, so that whoever adds the tenth entry is not the one who waits for the queue
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
        // Judged by what was seen under the lock: a batch that was begun here may have been filled, and sent, since.
        if (full) {
            sendSoon(batch);
        } else {
            sendAfterLinger(batch);
        }
    }

    /** Sends what has been gathered so far, on the calling thread. */
    void flush() {
        List<T> batch = takeAll();
        if (!batch.isEmpty()) {
            send.accept(batch);
        }
    }

    /** Sends what has been gathered so far, on a thread of the sender. */
    void hurry() {
        List<T> batch = takeAll();
        if (!batch.isEmpty()) {
            sendSoon(batch);
        }
    }

    /** Takes an entry out again; false if it is on its way already. */
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
            // The container takes no more tasks while it stops, but what is gathered must still go out.
            flush();
        } catch (Throwable failure) {
            // Without its timer the batch would wait for entries that may never come.
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
