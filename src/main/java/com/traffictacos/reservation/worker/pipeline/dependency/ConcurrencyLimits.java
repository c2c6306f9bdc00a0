package com.traffictacos.reservation.worker.pipeline.dependency;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many calls each service takes at a time, found by its answers. As wide as the pool while nothing is wrong. Safe for
 * use by any number of threads.
 */
@Singleton
public final class ConcurrencyLimits {

    /** Messages in flight for each call of the service that bounds them: the others make their calls of the other one. */
    private static final int MESSAGES_PER_CALL = 2;

    /** Beside them, for messages that are being received or settled. */
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

    /** Calls of a service at a time. */
    public int limit(Dependency dependency) {
        return limiter(dependency).limit();
    }

    /** Whether a service is given fewer calls at a time than there are workers. */
    public boolean isReduced(Dependency dependency) {
        return limiter(dependency).isReduced();
    }

    /** So many messages keep the services busy; no more than there are workers. */
    public int messagesWorthwhile() {
        int smallest =
                Arrays.stream(Dependency.values()).mapToInt(this::limit).min().orElse(workers);
        return smallest >= workers ? workers : Math.min(workers, MESSAGES_PER_CALL * smallest + MESSAGES_ON_THE_WAY);
    }

    /** @param changed called after each change of a limit, on any thread, by several at a time; does not block */
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

    Duration deadline(Dependency dependency) {
        return deadlines.getOrDefault(dependency, Duration.ZERO);
    }
}
