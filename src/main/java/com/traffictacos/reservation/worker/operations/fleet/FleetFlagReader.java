package com.traffictacos.reservation.worker.operations.fleet;

import com.traffictacos.reservation.worker.operations.fleet.FleetPause.ReadResult;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures.Place;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import com.traffictacos.reservation.worker.platform.process.StartCondition;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import com.traffictacos.reservation.worker.platform.settings.WorkerMode;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Reads the fleet's flag before the first receive, and then every {@code FLEET_FLAG_INTERVAL_SECONDS}. A worker that does not
 * know whether the fleet is paused starts, and receives nothing until it knows, for a minute at most: a flag that nobody can
 * read must not stop the events for ever. Used once.
 */
@SingletonBean
public class FleetFlagReader implements StartCondition {

    /** A worker reads about as often then as every other one: many that start together are throttled together. */
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(10);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    /** No read begins later before the worker receives all the same. */
    static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    /** Also if the clock is put back meanwhile. */
    private static final long MOST_READS = LONGEST_WAIT.dividedBy(SHORTEST_PAUSE);

    private static final JsonLog LOG = JsonLog.of(FleetFlagReader.class);

    private final FleetPause fleet;
    private final Clock clock;
    private final Timer timer;
    private final WorkerMode mode;

    /** Runs the reads. */
    interface Timer {

        /** Once, after the given time; never if the worker stops. */
        void once(Duration after, Runnable read);

        /** Until the worker stops. */
        void always(Runnable read);
    }

    @Inject
    public FleetFlagReader(
            FleetPause fleet, Settings.Fleet settings, WorkerMode mode, WorkerExecutors executors, Clock clock) {
        this(fleet, new PollingTimer(executors, settings.flagInterval()), mode, clock);
    }

    FleetFlagReader(FleetPause fleet, Timer timer, WorkerMode mode, Clock clock) {
        this.fleet = fleet;
        this.timer = timer;
        this.mode = mode;
        this.clock = clock;
    }

    private record PollingTimer(WorkerExecutors executors, Duration interval) implements Timer {

        @Override
        public void once(Duration after, Runnable read) {
            try {
                Future<?> unused = executors.polling().schedule(read, after.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException containerStops) {
                // Nothing is received any more.
            }
        }

        @Override
        public void always(Runnable read) {
            // Pods that start together do not ask together: SQS allows few of these calls per second.
            executors.repeat(Place.FLEET_FLAG, between(interval.dividedBy(2), interval), interval, read);
        }
    }

    /** Reads once before the first receive, at the same time as the other conditions. Never refuses the start. */
    @Override
    public void await() {
        Instant latest = clock.instant().plus(LONGEST_WAIT);
        // A worker that never receives has nothing to wait for.
        if (fleet.look() == ReadResult.RETRYABLE && mode == WorkerMode.WORKER) {
            fleet.holdUntilKnown();
            again(latest, MOST_READS);
        } else {
            timer.always(fleet::look);
        }
    }

    private void again(Instant latest, long readsLeft) {
        Duration pause = between(SHORTEST_PAUSE, LONGEST_PAUSE);
        timer.once(pause, () -> {
            // Known already if an operator has set it by this worker.
            if (fleet.status().isKnown() || fleet.look() != ReadResult.RETRYABLE) {
                goOn();
            } else if (readsLeft <= 1 || clock.instant().plus(LONGEST_PAUSE).isAfter(latest)) {
                LOG.error(
                        "this worker begins to receive without knowing whether the fleet is paused",
                        fields -> fields.with("cause", fleet.status().problem().orElse(""))
                                .with("remedy", "see the cause; if the fleet is paused, pause this pod by itself"));
                goOn();
            } else {
                again(latest, readsLeft - 1);
            }
        });
    }

    private void goOn() {
        fleet.holdNoLonger();
        timer.always(fleet::look);
    }

    private static Duration between(Duration shortest, Duration longest) {
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(shortest.toMillis(), longest.toMillis() + 1));
    }
}
