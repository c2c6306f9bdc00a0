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
 * Ends the process if the application does not start. Otherwise the server would log the error and keep running without
 * the application. This is a CDI extension because it is called before any bean is created, and also if none can be
 * created.
 *
 * <p>Waits on the JDK's own timer thread, because the container runs no task before the application has started.
 */
public class StartWatch implements Extension {

    /** The time that the platform's startup probe waits. */
    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    /** The server logs the cause after it notifies this class. */
    private static final Duration UNTIL_CAUSE_IS_LOGGED = Duration.ofSeconds(1);

    private static final JsonLog LOG = JsonLog.of(StartWatch.class);

    /** Bounds the wait for standard output, so that a blocked reader does not keep the process alive. */
    private static final Duration LOG_FLUSH = Duration.ofSeconds(2);

    private volatile boolean started;

    void begin(@Observes BeforeBeanDiscovery event) {
        endAfter(LONGEST_START, "the application has not started within " + LONGEST_START.toSeconds() + " s");
    }

    /** The application has started. A later stop is requested by an operator or by the worker itself. */
    void started() {
        started = true;
    }

    /** The container could not start the application, or the server was stopped during the start. */
    void released(@Observes BeforeShutdown event) {
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

    /** Whether the JVM is already terminating, for example by SIGTERM: then its exit code is correct. */
    private static boolean isTerminating() {
        try {
            // This thread is not a registered hook, so nothing is removed. During shutdown the call throws, and that
            // answers the question.
            boolean unused = Runtime.getRuntime().removeShutdownHook(Thread.currentThread());
            return false;
        } catch (IllegalStateException terminating) {
            return true;
        }
    }
}
