package com.traffictacos.reservation.worker.operations.fleet;

import com.traffictacos.reservation.worker.operations.fleet.FleetPause.ReadResult;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures.Place;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import com.traffictacos.reservation.worker.platform.process.StartCondition;
import com.traffictacos.reservation.worker.platform.process.TerminationSignal;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Reads the fleet's flag before the first receive, and then every {@code FLEET_FLAG_INTERVAL_SECONDS}. A worker that does not
 * know whether the fleet is paused receives nothing until it knows, for three quarters of a minute at most: a flag that
 * nobody can read must not stop the events for ever. Used once.
 */
@SingletonBean
public class FleetFlagReader implements StartCondition {

    /** A worker reads about as often then as every other one: many that start together are throttled together. */
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(10);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    /** No read begins later. Well below the two minutes that the platform's startup probe waits. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(45);

    private static final JsonLog LOG = JsonLog.of(FleetFlagReader.class);

    private final FleetPause fleet;
    private final Clock clock;
    private final Wait wait;
    private final Timer timer;

    /** Waits for the given time. */
    @FunctionalInterface
    interface Wait {

        /** @return whether the process ends meanwhile */
        boolean isStoppedWithin(Duration time) throws InterruptedException;
    }

    /** Repeats the read until the worker stops. */
    @FunctionalInterface
    interface Timer {

        void start(Runnable read);
    }

    @Inject
    public FleetFlagReader(
            FleetPause fleet,
            Settings.Fleet settings,
            WorkerExecutors executors,
            TerminationSignal termination,
            Clock clock) {
        this(
                fleet,
                clock,
                untilTermination(termination),
                read -> executors.repeat(
                        Place.FLEET_FLAG, first(settings.flagInterval()), settings.flagInterval(), read));
    }

    FleetFlagReader(FleetPause fleet, Clock clock, Wait wait, Timer timer) {
        this.fleet = fleet;
        this.clock = clock;
        this.wait = wait;
        this.timer = timer;
    }

    /** The server waits for this thread before it notifies the application of the stop. */
    private static Wait untilTermination(TerminationSignal termination) {
        CountDownLatch stopping = new CountDownLatch(1);
        termination.onTermination(stopping::countDown);
        return time -> stopping.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Pods that start together do not ask together: SQS allows few of these calls per second. */
    private static Duration first(Duration interval) {
        return between(interval.dividedBy(2), interval);
    }

    /** Runs before the first receive, at the same time as the other conditions. Never refuses the start. */
    @Override
    public void await() throws InterruptedException {
        Instant latest = clock.instant().plus(LONGEST_WAIT);
        while (fleet.look() == ReadResult.RETRYABLE) {
            Duration pause = between(SHORTEST_PAUSE, LONGEST_PAUSE);
            if (clock.instant().plus(pause).isAfter(latest)) {
                receiveAllTheSame();
                break;
            }
            if (wait.isStoppedWithin(pause)) {
                throw new InterruptedException("the worker stops before it has begun");
            }
            if (fleet.status().isKnown()) {
                // An operator has set it by this worker.
                break;
            }
        }
        timer.start(fleet::look);
    }

    private void receiveAllTheSame() {
        LOG.error(
                "this worker begins to receive without knowing whether the fleet is paused",
                fields -> fields.with("cause", fleet.status().problem().orElse(""))
                        .with("remedy", "pause the pod by itself if the fleet is paused, and see the cause"));
    }

    private static Duration between(Duration shortest, Duration longest) {
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(shortest.toMillis(), longest.toMillis() + 1));
    }
}
