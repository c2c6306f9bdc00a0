package com.traffictacos.reservation.worker.operations.http;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Lets answers begin at a bounded rate, in the order of their requests. What waits holds no thread. Answers that are
 * being sent are bounded too, and so are those that wait; what is beyond is refused.
 *
 * <p>Thread-safe. The timer runs only while something waits.
 */
public final class PacedAnswers {

    static final int TICKS_PER_SECOND = 10;

    /** Each keeps a few tens of kilobytes of the server while its reader is slow. */
    static final int MAX_SENDING = 128;

    static final int MAX_WAITING = 512;

    private final ScheduledExecutorService timer;
    private final int perTick;

    // Guarded by this.
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int sending;
    private int leftInTick;
    private boolean ticking;

    /**
     * Begins with the whole rate.
     *
     * @param timer begins the answers that wait; beginning one must not block
     * @param perSecond at least {@value #TICKS_PER_SECOND}
     */
    public PacedAnswers(ScheduledExecutorService timer, int perSecond) {
        this.timer = timer;
        this.perTick = perSecond / TICKS_PER_SECOND;
        this.leftInTick = perTick;
    }

    /**
     * Begins an answer now or soon.
     *
     * @param answer begins to send; has to lead to {@link #end()}
     * @return false if the answer is refused and will not run
     */
    public boolean begin(Runnable answer) {
        boolean now;
        synchronized (this) {
            now = waiting.isEmpty() && leftInTick > 0 && sending < MAX_SENDING;
            if (now) {
                leftInTick--;
                sending++;
            } else if (waiting.size() >= MAX_WAITING) {
                return false;
            } else {
                waiting.add(answer);
            }
            if (!ticking) {
                ticking = scheduleTick();
            }
        }
        if (now) {
            answer.run();
        }
        return true;
    }

    /** An answer has been sent or given up. */
    public synchronized void end() {
        sending--;
    }

    private boolean scheduleTick() {
        try {
            var unused = timer.schedule(this::tick, 1_000 / TICKS_PER_SECOND, TimeUnit.MILLISECONDS);
            return true;
        } catch (RejectedExecutionException containerStops) {
            return false;
        }
    }

    private void tick() {
        Queue<Runnable> due = new ArrayDeque<>();
        synchronized (this) {
            leftInTick = perTick;
            while (leftInTick > 0 && sending < MAX_SENDING && !waiting.isEmpty()) {
                leftInTick--;
                sending++;
                due.add(waiting.remove());
            }
            ticking = (!waiting.isEmpty() || !due.isEmpty()) && scheduleTick();
        }
        due.forEach(Runnable::run);
    }
}
