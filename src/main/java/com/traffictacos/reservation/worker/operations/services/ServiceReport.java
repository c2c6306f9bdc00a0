package com.traffictacos.reservation.worker.operations.services;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.handler.CallObserver.Result;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.operations.services.RecentCalls.CallError;
import com.traffictacos.reservation.worker.operations.services.RecentOutages.PastOutage;
import com.traffictacos.reservation.worker.pipeline.dependency.ConcurrencyLimits;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyOutages;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyState;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of each service at the moment, for the operators' interfaces. Read-only and thread-safe. */
@SingletonBean
public final class ServiceReport {

    private final DependencyOutages states;
    private final ConcurrencyLimits limits;
    private final RecentCalls calls;
    private final RecentOutages outages;
    private final Clock clock;

    @Inject
    public ServiceReport(
            DependencyOutages states, ConcurrencyLimits limits, RecentCalls calls, RecentOutages outages, Clock clock) {
        this.states = states;
        this.limits = limits;
        this.calls = calls;
        this.outages = outages;
        this.clock = clock;
    }

    /**
     * A service.
     *
     * @param unstable whether an outage lasts, or has ended less than two minutes ago
     * @param deadline of one call
     * @param window the time that the counts below are of
     * @param outages that have begun or ended within the window
     */
    public record Service(
            Dependency dependency,
            DependencyState state,
            boolean unstable,
            Duration deadline,
            Duration window,
            int outages,
            Optional<PastOutage> lastOutage,
            List<Operation> operations) {}

    /**
     * An operation of a service.
     *
     * @param made the calls that were made within the window
     * @param failed those of the made calls that did not succeed
     * @param results by how calls ended; includes those that were not made
     * @param errors the last ones, the newest first; may be older than the window
     */
    public record Operation(
            ServiceCall call,
            DependencyState state,
            int made,
            int failed,
            Map<Result, Integer> results,
            Optional<Duration> median,
            Optional<Duration> p99,
            Optional<Duration> longest,
            List<CallError> errors) {}

    /** In the order of {@link Dependency}. */
    public List<Service> now() {
        return Arrays.stream(Dependency.values()).map(this::service).toList();
    }

    private Service service(Dependency dependency) {
        return new Service(
                dependency,
                states.state(dependency),
                outages.isUnstable(dependency),
                limits.deadline(dependency),
                CallWindow.LENGTH,
                outages.since(dependency, clock.instant().minus(CallWindow.LENGTH))
                        .size(),
                outages.last(dependency),
                Arrays.stream(ServiceCall.values())
                        .filter(operation -> operation.dependency() == dependency)
                        .map(this::operation)
                        .toList());
    }

    private Operation operation(ServiceCall operation) {
        CallWindow.Figures figures = calls.figures(operation);
        return new Operation(
                operation,
                states.state(operation),
                figures.made(),
                figures.failed(),
                figures.results(),
                figures.median(),
                figures.p99(),
                figures.longest(),
                calls.errors(operation));
    }
}
