package com.traffictacos.reservation.worker.sandbox;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Watches a run: one line a second for people, and whether it still moves. Confined to one thread. */
final class Progress {

    private static final int RECENT = 1_000;

    private final SandboxWorld world;
    private final Duration timeout;
    private long lastTickNanos = System.nanoTime();
    private long lastActivityNanos = lastTickNanos;
    private long lastDeleted;
    private State last = new State(0, 0, 0, 0);

    /** @param timeout how long nothing may move */
    Progress(SandboxWorld world, Duration timeout) {
        this.world = world;
        this.timeout = timeout;
    }

    /** What moves as long as the worker does anything at all. */
    private record State(long sent, long deleted, long dead, long waiting) {}

    /**
     * Looks at the world.
     *
     * @param metrics the worker's {@code /metrics}, if it serves them
     * @return the line
     */
    String tick(Optional<String> metrics) {
        SqsLedger.Totals totals = world.gateway().ledger().totals();
        SandboxWorld.Depth depth = world.depth();
        long dead = world.deadLetterDepth().total();
        long now = System.nanoTime();
        State state = new State(world.generator().sent(), totals.deleted(), dead, depth.total());
        if (!state.equals(last)) {
            last = state;
            lastActivityNanos = now;
        }
        double seconds = (now - lastTickNanos) / 1e9;
        double rate = seconds == 0 ? 0 : (totals.deleted() - lastDeleted) / seconds;
        lastTickNanos = now;
        lastDeleted = totals.deleted();
        String retried = metrics.flatMap(text -> WorkerMetricsText.events(text, "retried"))
                .map(Object::toString)
                .orElse("-");
        return String.format(
                Locale.ROOT,
                "sent %6d  settled %6d  in flight %4d  retried %4s  dead %3d  %7.1f events/s  p95 %5d ms",
                state.sent(),
                Math.max(0, totals.deleted() - dead),
                depth.inFlight(),
                retried,
                dead,
                rate,
                world.gateway()
                        .ledger()
                        .sendToDelete()
                        .percentileOfLatest(RECENT, 0.95)
                        .toMillis());
    }

    /** Whether so many events are sent and the queue is empty; as of the last tick. */
    boolean isDone(long events) {
        return last.sent() >= events && last.waiting() == 0;
    }

    /** Whether nothing has moved for too long while there is work; as of the last tick. */
    boolean isHung() {
        return last.waiting() > 0 && System.nanoTime() - lastActivityNanos > timeout.toNanos();
    }
}
