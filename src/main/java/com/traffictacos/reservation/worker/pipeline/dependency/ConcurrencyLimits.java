package com.traffictacos.reservation.worker.pipeline.dependency;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * The limit of concurrent calls of each service, derived from its answers. Equal to the width of the pool while no
 * service is overloaded. Safe for use by any number of threads.
 */
@SingletonBean
public final class ConcurrencyLimits {

    /**
     * Messages in flight per call of the service with the lowest limit; the other messages call the other service at
     * that time.
     */
    private static final int MESSAGES_PER_CALL = 2;

    /** Added for messages that are being received or settled. */
    private static final int MESSAGES_ON_THE_WAY = 2;

    private final int workers;
    private final Map<Dependency, Duration> deadlines = new EnumMap<>(Dependency.class);
    private final Map<Dependency, ConcurrencyLimiter> limiters = new EnumMap<>(Dependency.class);
    private volatile Runnable listener = () -> {};

    @Inject
    public ConcurrencyLimits(
            Settings.Worker worker, Settings.InventoryService inventory, Settings.ReservationApi reservationApi) {
        this(worker.concurrency(), inventory.timeout(), reservationApi.timeout());
    }

    public ConcurrencyLimits(int workers, Duration inventoryTimeout, Duration reservationApiTimeout) {
        this.workers = workers;
        deadlines.put(Dependency.INVENTORY, inventoryTimeout);
        deadlines.put(Dependency.RESERVATION_API, reservationApiTimeout);
        deadlines.forEach((dependency, deadline) ->
                limiters.put(dependency, new ConcurrencyLimiter(workers, deadline, this::changed)));
    }

    /** The maximum number of concurrent calls of a service. */
    public int limit(Dependency dependency) {
        return limiter(dependency).limit();
    }

    /** Whether the limit of a service is lower than the number of workers. */
    public boolean isReduced(Dependency dependency) {
        return limiter(dependency).isReduced();
    }

    /** The number of messages that keeps the services busy; at most the number of workers. */
    public int messagesWorthwhile() {
        int smallest =
                Arrays.stream(Dependency.values()).mapToInt(this::limit).min().orElse(workers);
        return smallest >= workers ? workers : Math.min(workers, MESSAGES_PER_CALL * smallest + MESSAGES_ON_THE_WAY);
    }

    /** @param changed called after each change of a limit, on any thread and possibly concurrently; must not block */
    public void onChange(Runnable changed) {
        listener = changed;
    }

    private void changed() {
        listener.run();
    }

    ConcurrencyLimiter limiter(Dependency dependency) {
        ConcurrencyLimiter limiter = limiters.get(dependency);
        if (limiter == null) {
            throw new IllegalStateException("no limit for " + dependency);
        }
        return limiter;
    }

    /** The time that one call of a service may take. */
    public Duration deadline(Dependency dependency) {
        return deadlines.getOrDefault(dependency, Duration.ZERO);
    }
}
