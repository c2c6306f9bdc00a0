package com.traffictacos.reservation.worker.operations.fleet;

import com.traffictacos.reservation.worker.operations.auth.Operator;
import com.traffictacos.reservation.worker.operations.auth.OperatorLog;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException;
import com.traffictacos.reservation.worker.pipeline.permit.PollGate;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures.Place;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import com.traffictacos.reservation.worker.platform.process.StartCondition;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Pauses and resumes all workers of the queue by a flag that each of them reads: before its first receive, and then every
 * {@code FLEET_FLAG_INTERVAL_SECONDS}. A flag that cannot be read, or that says neither of both, changes nothing: a worker
 * that was paused stays paused, and one that has never read it receives.
 *
 * <p>Thread-safe.
 */
@SingletonBean
public class FleetPause implements StartCondition {

    /** SQS does not say how soon every reader sees a tag. Until then a read may bring what this worker has replaced. */
    private static final Duration SETTLES_WITHIN = Duration.ofMinutes(1);

    private static final JsonLog LOG = JsonLog.of(FleetPause.class);

    private final FleetFlagStore store;
    private final PollGate gate;
    private final OperatorLog operators;
    private final Duration interval;
    private final Clock clock;
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    // Guarded by this.
    private Optional<String> replaced = Optional.empty();
    private Instant replacedUntil = Instant.EPOCH;

    private volatile Status status = new Status(FleetFlag.NEVER_SET, Optional.empty(), Optional.empty());

    @Inject
    public FleetPause(
            FleetFlagStore store, PollGate gate, OperatorLog operators, Settings.Fleet settings, Clock clock) {
        this.store = store;
        this.gate = gate;
        this.operators = operators;
        this.interval = settings.flagInterval();
        this.clock = clock;
    }

    /**
     * What this worker knows of the flag.
     *
     * @param flag as it was read or written last
     * @param readAt when that was; empty if it has never been read
     * @param problem why the last read failed; empty if it succeeded
     */
    public record Status(FleetFlag flag, Optional<Instant> readAt, Optional<String> problem) {}

    /** Runs before the first receive, at the same time as the other conditions. Never refuses the start. */
    @Override
    public void await() {
        try {
            look();
        } catch (RuntimeException unexpected) {
            // Whatever it is: the process must not end for a flag.
            failed.incrementAndGet();
            keep(unexpected.toString());
        }
    }

    void start(@Observes Startup startup, WorkerExecutors executors) {
        // Pods that start together do not ask together: SQS allows few of these calls per second.
        long first = ThreadLocalRandom.current().nextLong(interval.toMillis() / 2, interval.toMillis() + 1);
        executors.repeat(Place.FLEET_FLAG, Duration.ofMillis(first), interval, this::look);
    }

    /** Reads the flag, and follows it. */
    synchronized void look() {
        try {
            Optional<String> text = store.read();
            if (clock.instant().isBefore(replacedUntil) && text.equals(replaced)) {
                return;
            }
            follow(
                    text.isEmpty()
                            ? FleetFlag.NEVER_SET
                            : FleetFlag.parse(text.get())
                                    .orElseThrow(() -> new QueueUnavailableException(
                                            "the flag is neither paused nor running: " + text.get(), null)));
            read.incrementAndGet();
        } catch (QueueUnavailableException e) {
            failed.incrementAndGet();
            keep(String.valueOf(e.getMessage()));
        }
    }

    private void follow(FleetFlag flag) {
        Status before = status;
        status = new Status(flag, Optional.of(clock.instant()), Optional.empty());
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
        Status before = status;
        status = new Status(before.flag(), before.readAt(), Optional.of(problem));
        // Once per cause: a missing permission would repeat the line for as long as the worker runs.
        if (!before.problem().equals(Optional.of(problem))) {
            LOG.warn(
                    "the fleet's flag cannot be read: this worker goes on as before",
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
        FleetFlag flag =
                FleetFlag.set(paused, Instant.ofEpochSecond(clock.instant().getEpochSecond()), operator.name());
        Optional<String> before = status.flag().equals(FleetFlag.NEVER_SET)
                ? Optional.empty()
                : Optional.of(status.flag().text());
        store.write(flag.text());
        replaced = before;
        replacedUntil = clock.instant().plus(SETTLES_WITHIN);
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
