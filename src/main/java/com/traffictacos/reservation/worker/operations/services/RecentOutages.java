package com.traffictacos.reservation.worker.operations.services;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.EventFailure;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.pipeline.delivery.OutageObserver;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Remembers the last outages. A circuit that opens and closes every few seconds is seldom caught open; the time since its last
 * outage shows that it flaps. Called when an outage begins or ends. Thread-safe.
 */
@SingletonBean
@Typed(RecentOutages.class)
public final class RecentOutages implements OutageObserver {

    /** A service is unstable for this long after its last outage has ended. */
    static final Duration UNSTABLE = Duration.ofMinutes(2);

    private static final int REMEMBERED = 50;

    /**
     * One outage of an operation.
     *
     * @param ended empty while it lasts
     * @param cause the failure that began it, for operators
     */
    public record PastOutage(ServiceCall operation, Instant began, Optional<Instant> ended, String cause) {

        private boolean isOpenOf(ServiceCall other) {
            return operation == other && ended.isEmpty();
        }
    }

    private final Clock clock;

    /** The newest first. Guarded by itself. */
    private final List<PastOutage> outages = new ArrayList<>();

    @Inject
    public RecentOutages(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void outageBegan(ServiceCall operation, Throwable why) {
        String cause = why instanceof EventFailure failure
                ? failure.detail()
                : why.getClass().getSimpleName();
        synchronized (outages) {
            outages.addFirst(new PastOutage(operation, clock.instant(), Optional.empty(), cause));
            if (outages.size() > REMEMBERED) {
                outages.removeLast();
            }
        }
    }

    @Override
    public void outageEnded(ServiceCall operation, Duration lasted) {
        Instant now = clock.instant();
        synchronized (outages) {
            outages.replaceAll(outage -> outage.isOpenOf(operation)
                    ? new PastOutage(operation, outage.began(), Optional.of(now), outage.cause())
                    : outage);
        }
    }

    /** The outages of a service that have begun or ended since then, the newest first. */
    List<PastOutage> since(Dependency dependency, Instant then) {
        synchronized (outages) {
            return outages.stream()
                    .filter(outage -> outage.operation().dependency() == dependency)
                    .filter(outage ->
                            outage.ended().map(end -> !end.isBefore(then)).orElse(true))
                    .toList();
        }
    }

    /** The last outage of a service, ended or not. */
    Optional<PastOutage> last(Dependency dependency) {
        return since(dependency, Instant.MIN).stream().findFirst();
    }

    /** Whether an outage of the service lasts, or has ended a moment ago. */
    boolean isUnstable(Dependency dependency) {
        return !since(dependency, clock.instant().minus(UNSTABLE)).isEmpty();
    }
}
