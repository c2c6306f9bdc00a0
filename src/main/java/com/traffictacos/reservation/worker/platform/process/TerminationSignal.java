package com.traffictacos.reservation.worker.platform.process;

import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures.Place;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Notifies listeners immediately when the process gets SIGTERM. The server first waits up to half a minute for its
 * threads and only then notifies the application. A component that keeps one of these threads until it is notified
 * needs the signal earlier. Thread-safe.
 */
@SingletonBean
public final class TerminationSignal {

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final UnexpectedFailures failures;
    private final Thread hook;

    @Inject
    public TerminationSignal(WorkerExecutors executors) {
        failures = executors.failures();
        hook = executors.threads().newThread(this::tell);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** @param listener returns within a second; called at most once, and not if only the application is stopped */
    public void onTermination(Runnable listener) {
        listeners.add(listener);
    }

    /** Removes the hook if only the application is stopped. */
    @PreDestroy
    public void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException terminating) {
            // The hook has already run, or is running.
        }
    }

    void tell() {
        listeners.forEach(listener -> failures.observe(Place.TERMINATION, listener));
    }
}
