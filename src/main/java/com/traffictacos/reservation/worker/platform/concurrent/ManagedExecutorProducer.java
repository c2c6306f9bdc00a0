package com.traffictacos.reservation.worker.platform.concurrent;

import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Makes the container's resources injectable into constructors, where resource annotations do not work. */
@SingletonBean
public class ManagedExecutorProducer {

    @Resource(lookup = "concurrent/events")
    @SuppressWarnings("NullAway.Init") // The container sets it before any method is called.
    private ManagedExecutorService events;

    @Resource(lookup = "concurrent/polling")
    @SuppressWarnings("NullAway.Init")
    private ManagedScheduledExecutorService polling;

    @Resource(lookup = "concurrent/settling")
    @SuppressWarnings("NullAway.Init")
    private ManagedExecutorService settling;

    @Resource
    @SuppressWarnings("NullAway.Init")
    private ManagedThreadFactory threads;

    /** The executors of {@code server.xml}. */
    @Produces
    @Singleton
    public WorkerExecutors executors(UnexpectedFailures failures) {
        return new WorkerExecutors(events, polling, settling, threads, failures);
    }

    /** The clock for leases and durations. */
    @Produces
    @Singleton
    public Clock clock() {
        return Clock.systemUTC();
    }
}
