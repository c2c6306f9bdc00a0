package com.traffictacos.reservation.worker.platform.process;

import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Says at once that the process is told to end. On SIGTERM the server first waits up to half a minute for its threads,
 * and only then tells the application: whoever holds one of them until told otherwise is told here. Safe for use by any
 * number of threads.
 */
@Singleton
public final class TerminationSignal {

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Thread hook;

    @Inject
    public TerminationSignal(WorkerExecutors executors) {
        hook = executors.threads().newThread(this::tell);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** @param listener returns at once; called at most once, and not when the application is stopped by itself */
    public void onTermination(Runnable listener) {
        listeners.add(listener);
    }

    /** An application that is stopped by itself leaves no hook behind. */
    @PreDestroy
    public void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException terminating) {
            // The hook has run, or runs just now.
        }
    }

    void tell() {
        listeners.forEach(Runnable::run);
    }
}
