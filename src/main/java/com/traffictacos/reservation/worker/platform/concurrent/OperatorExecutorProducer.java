package com.traffictacos.reservation.worker.platform.concurrent;

import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the container's resources injectable into constructors, where resource annotations do not work. */
@SingletonBean
public class OperatorExecutorProducer {

    @Resource(lookup = "concurrent/operators")
    @SuppressWarnings("NullAway.Init") // The container sets it before any method is called.
    private ManagedExecutorService pool;

    @Resource(lookup = "concurrent/fleet")
    @SuppressWarnings("NullAway.Init")
    private ManagedExecutorService fleet;

    /** The executor of {@code server.xml}. */
    @Produces
    @Singleton
    public OperatorExecutor executor() {
        return new OperatorExecutor(pool);
    }

    /** The executor of {@code server.xml}. */
    @Produces
    @Singleton
    public FleetExecutor fleet() {
        return new FleetExecutor(fleet);
    }
}
