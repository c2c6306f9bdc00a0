package com.traffictacos.reservation.worker.platform.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Takes log lines from any number of threads and writes them on one thread: standard output is a pipe, and a write
 * blocks while no process reads it. Logging never blocks. Lines beyond {@link #CAPACITY} are dropped and counted; when
 * there is space again, a line reports their number.
 *
 * <p>Memory: at most {@value #CAPACITY} lines, some 2 MB; none while the output keeps up.
 */
public final class LogBuffer implements Consumer<String>, Runnable {

    static final int CAPACITY = 4_096;

    private static final int MOST_AT_ONCE = 128;
    private static final JsonLog LOG = JsonLog.of(LogBuffer.class);

    private final BlockingQueue<String> lines;
    private final Consumer<String> output;
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private volatile boolean closed;

    /** @param output writes one line; may block */
    public LogBuffer(Consumer<String> output) {
        this(output, CAPACITY);
    }

    LogBuffer(Consumer<String> output, int capacity) {
        this.output = output;
        this.lines = new ArrayBlockingQueue<>(capacity);
    }

    /** Accepts a line to be written soon, or drops it if the buffer is full. Returns at once. */
    @Override
    public void accept(String line) {
        if (lines.offer(line)) {
            accepted.incrementAndGet();
        } else {
            dropped.incrementAndGet();
        }
    }

    /** Number of lines dropped since the start. */
    public long dropped() {
        return dropped.get();
    }

    /** Writes lines until the buffer is closed and empty. Run by one thread. */
    @Override
    public void run() {
        List<String> batch = new ArrayList<>(MOST_AT_ONCE);
        long reported = 0;
        while (!closed || !lines.isEmpty()) {
            try {
                String first = lines.poll(1, TimeUnit.SECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                lines.drainTo(batch, MOST_AT_ONCE - 1);
            } catch (InterruptedException containerStops) {
                // The lines of the drain are still to come. Only close() ends the thread.
                continue;
            }
            batch.forEach(this::write);
            batch.clear();
            reported = reportDrops(reported);
        }
    }

    private void write(String line) {
        try {
            output.accept(line);
        } catch (Throwable outputFails) {
            dropped.incrementAndGet();
        } finally {
            written.incrementAndGet();
        }
    }

    private long reportDrops(long reported) {
        long now = dropped.get();
        if (now > reported) {
            // Written directly, because the buffer may be full again.
            try {
                output.accept(LOG.line(
                        LogLevel.WARN,
                        "log lines were dropped: standard output was not read for a while",
                        fields -> fields.with("lines", now - reported)));
            } catch (Throwable outputFails) {
                return reported;
            }
        }
        return now;
    }

    /**
     * Waits until every line that was accepted before is written.
     *
     * @return false on timeout
     */
    public boolean flush(Duration timeout) {
        long wanted = accepted.get();
        long deadline = System.nanoTime() + timeout.toNanos();
        while (written.get() < wanted) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return true;
    }

    /** Ends the writing thread once every line is written. */
    public void close() {
        closed = true;
    }
}
