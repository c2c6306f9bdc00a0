package com.traffictacos.reservation.worker.sandbox;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Sends events at a steady rate on a thread of its own, until it is closed or has sent them all. */
public final class Producer implements AutoCloseable {

    private static final long TICK_MILLIS = 50;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("producer").factory());
    private final EventGenerator generator;
    private final ReservationGenerator stories;
    private final double perSecond;
    private final long limit;
    private final long startedAtNanos = System.nanoTime();

    private Producer(EventGenerator generator, ReservationGenerator stories, double perSecond, long limit) {
        this.generator = generator;
        this.stories = stories;
        this.perSecond = perSecond;
        this.limit = limit;
    }

    /** @param limit most events; zero: no end */
    public static Producer start(EventGenerator generator, ReservationGenerator stories, double perSecond, long limit) {
        Producer producer = new Producer(generator, stories, perSecond, limit == 0 ? Long.MAX_VALUE : limit);
        var unused =
                producer.thread.scheduleAtFixedRate(producer::sendWhatIsDue, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
        return producer;
    }

    private void sendWhatIsDue() {
        double seconds = (System.nanoTime() - startedAtNanos) / 1e9;
        long due = Math.min(limit, (long) Math.ceil(seconds * perSecond)) - generator.sent();
        if (due > 0) {
            generator.send(stories, (int) Math.min(due, 10_000));
        }
    }

    /** Sends no more. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
