package com.traffictacos.reservation.worker.pipeline.lifecycle;

import com.traffictacos.reservation.worker.platform.log.JsonLog;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.Extension;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Ends the process if the application does not start: the server would log the error and go on without it, alive and
 * useless. A CDI extension, since it is called before any bean is made and even where none can be made.
 *
 * <p>Its waiting is done by the JDK's own timer thread: the container runs no task before the application has started.
 */
public class StartWatch implements Extension {

    /** As long as the platform's startup probe waits. */
    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    /** The server logs the cause after it has told this class. */
    private static final Duration UNTIL_CAUSE_IS_LOGGED = Duration.ofSeconds(1);

    private static final JsonLog LOG = JsonLog.of(StartWatch.class);

    /** A standard output that nobody reads does not keep the process from ending. */
    private static final Duration LOG_FLUSH = Duration.ofSeconds(2);

    private volatile boolean started;

    void begin(@Observes BeforeBeanDiscovery event) {
        endAfter(LONGEST_START, "the application has not started within " + LONGEST_START.toSeconds() + " s");
    }

    /** The application has started. What stops it from now on is somebody's will, or the worker's own decision. */
    void started() {
        started = true;
    }

    /** The container gives up, or the server is told to stop in the middle of the start. */
    void abandoned(@Observes BeforeShutdown event) {
        if (!isTerminating()) {
            endAfter(UNTIL_CAUSE_IS_LOGGED, "the application could not be started");
        }
    }

    private void endAfter(Duration time, String finding) {
        CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> end(finding));
    }

    private void end(String finding) {
        if (started || isTerminating()) {
            return;
        }
        try {
            LOG.error(
                    "the worker takes no messages and ends: " + finding,
                    fields -> fields.with("remedy", "see the server's errors before this line"));
            JsonLog.flush(LOG_FLUSH);
        } finally {
            Runtime.getRuntime().halt(StartConditions.EXIT_CODE);
        }
    }

    /** Whether the JVM is ending already, by SIGTERM for one: then its exit code is right as it is. */
    private static boolean isTerminating() {
        try {
            // No hook, so that nothing is removed; while hooks run, the question itself is refused.
            boolean unused = Runtime.getRuntime().removeShutdownHook(Thread.currentThread());
            return false;
        } catch (IllegalStateException terminating) {
            return true;
        }
    }
}
