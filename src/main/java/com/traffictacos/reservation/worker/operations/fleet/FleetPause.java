package com.traffictacos.reservation.worker.operations.fleet;

import com.traffictacos.reservation.worker.operations.auth.Operator;
import com.traffictacos.reservation.worker.operations.auth.OperatorLog;
import com.traffictacos.reservation.worker.operations.fleet.FleetFlagStore.FlagUnreadableException;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException;
import com.traffictacos.reservation.worker.pipeline.permit.PollGate;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Pauses and resumes all workers of the queue by a flag that each of them reads ({@link FleetFlagReader}). A flag that cannot
 * be read, or that says neither of both, changes nothing: a worker that was paused stays paused.
 *
 * <p>Thread-safe.
 */
@SingletonBean
public class FleetPause {

    /** SQS does not say how soon every reader sees a tag. Until then a read may bring what was replaced. */
    private static final Duration SETTLES_WITHIN = Duration.ofMinutes(1);

    private static final JsonLog LOG = JsonLog.of(FleetPause.class);

    private final FleetFlagStore store;
    private final PollGate gate;
    private final OperatorLog operators;
    private final Clock clock;
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    // Guarded by this.
    private FleetFlag replaced = FleetFlag.NEVER_SET;
    private Instant settledAt = Instant.EPOCH;

    /** Written with the lock held. */
    private volatile boolean held;

    private volatile Status status = new Status(FleetFlag.NEVER_SET, Optional.empty(), Optional.empty());

    @Inject
    public FleetPause(FleetFlagStore store, PollGate gate, OperatorLog operators, Clock clock) {
        this.store = store;
        this.gate = gate;
        this.operators = operators;
        this.clock = clock;
    }

    /**
     * What this worker knows of the flag.
     *
     * @param flag as it was read or written last
     * @param readAt when that was; empty if it has never been read
     * @param problem why the last read failed; empty if it succeeded
     */
    public record Status(FleetFlag flag, Optional<Instant> readAt, Optional<String> problem) {

        /** Whether the flag was ever read or set by this worker. */
        public boolean isKnown() {
            return readAt.isPresent();
        }
    }

    /** What came of a read. */
    enum ReadResult {
        READ,
        /** It failed; the next one may succeed. */
        RETRYABLE,
        /** It failed, and will until somebody changes a permission, a setting or the flag. */
        UNUSABLE
    }

    /** Reads the flag, and follows it. Whatever fails is counted and kept as the problem, and nothing is thrown. */
    synchronized ReadResult look() {
        try {
            FleetFlag flag = store.read().map(FleetPause::parsed).orElse(FleetFlag.NEVER_SET);
            boolean old = clock.instant().isBefore(settledAt) && flag.isOlderThan(status.flag(), replaced);
            follow(old ? status.flag() : flag);
            read.incrementAndGet();
            return ReadResult.READ;
        } catch (FlagUnreadableException e) {
            keep(String.valueOf(e.getMessage()));
            return e.isRetryable() ? ReadResult.RETRYABLE : ReadResult.UNUSABLE;
        } catch (RuntimeException | Error unexpected) {
            // Whatever it is: neither the process nor its reads must end for a flag, nor a hold last for ever.
            keep(unexpected.toString());
            return ReadResult.RETRYABLE;
        }
    }

    /** Receives nothing until the flag is known, or {@link #holdNoLonger} is called. */
    synchronized void holdUntilKnown() {
        if (!status.isKnown()) {
            held = true;
            gate.setFleetPaused(true);
        }
    }

    /** Receives although the flag is not known. Changes nothing once it is. */
    synchronized void holdNoLonger() {
        if (held) {
            held = false;
            gate.setFleetPaused(false);
        }
    }

    /** Whether this worker receives nothing because it does not know yet whether the fleet is paused. */
    public boolean isHeld() {
        return held;
    }

    private static FleetFlag parsed(String text) {
        return FleetFlag.parse(text)
                .orElseThrow(() ->
                        new FlagUnreadableException("the flag is neither paused nor running: " + text, false, null));
    }

    private void follow(FleetFlag flag) {
        Status before = status;
        Instant now = clock.instant();
        status = new Status(flag, Optional.of(now), Optional.empty());
        if (!flag.equals(before.flag())) {
            replaced = before.flag();
            settledAt = now.plus(SETTLES_WITHIN);
        }
        held = false;
        gate.setFleetPaused(flag.paused());
        before.problem()
                .ifPresent(problem ->
                        LOG.info("the fleet's flag can be read again", fields -> fields.with("flag", flag.text())));
        if (before.flag().paused() != flag.paused()) {
            LOG.info(
                    flag.paused() ? "the fleet is paused: no further receives" : "the fleet goes on: receives go on",
                    fields -> fields.with("flag", flag.text()));
        }
    }

    private void keep(String problem) {
        failed.incrementAndGet();
        Status before = status;
        status = new Status(before.flag(), before.readAt(), Optional.of(problem));
        // Once per cause: a missing permission would repeat the line for as long as the worker runs.
        if (!before.problem().equals(Optional.of(problem))) {
            LOG.warn(
                    "the fleet's flag cannot be read: what this worker knows of it holds",
                    fields -> fields.with("flag", before.flag().text())
                            .with("cause", problem)
                            .with("remedy", "allow sqs:ListQueueTags on the queue, or put the tag right"));
        }
    }

    /** What this worker knows of the flag. */
    public Status status() {
        return status;
    }

    /**
     * Pauses all workers of the queue, those that start later included. This one follows at once.
     *
     * @throws QueueUnavailableException if the flag could not be set; nothing has changed then
     */
    public void pause(Operator operator) {
        set(true, operator, "pause fleet", "no further receives by any worker of the queue");
    }

    /**
     * Ends the pause of all workers. A pause of one worker alone goes on.
     *
     * @throws QueueUnavailableException if the flag could not be set; nothing has changed then
     */
    public void resume(Operator operator) {
        set(false, operator, "resume fleet", "receives of all workers go on");
    }

    private synchronized void set(boolean paused, Operator operator, String action, String result) {
        FleetFlag flag = status.flag().replacedBy(paused, clock.instant(), operator.name());
        store.write(flag.text());
        follow(flag);
        operators.changed(operator, action, "", result, fields -> {});
    }

    /** Number of reads since the start that brought a flag. */
    public long reads() {
        return read.get();
    }

    /** Number of reads since the start that failed. */
    public long failures() {
        return failed.get();
    }
}
