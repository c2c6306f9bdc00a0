package com.traffictacos.reservation.worker.pipeline.dependency;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.EventFailure;
import com.traffictacos.reservation.worker.event.failure.HoldNotExpired;
import com.traffictacos.reservation.worker.event.failure.InvalidEvent;
import com.traffictacos.reservation.worker.event.failure.LeaseLost;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.Throttled;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** The circuit breakers of all operations. Guarded by the lock of {@link DependencyOutages}, except {@link #of}. */
final class Circuits {

    private final Map<ServiceCall, Circuit> all = new EnumMap<>(ServiceCall.class);

    /** @param pauses the pause before the next trial, by the number of failures so far */
    Circuits(IntFunction<Duration> pauses) {
        for (ServiceCall operation : ServiceCall.values()) {
            all.put(operation, new Circuit(pauses));
        }
    }

    Circuit of(ServiceCall operation) {
        Circuit circuit = all.get(operation);
        if (circuit == null) {
            throw new IllegalStateException("no circuit of " + operation);
        }
        return circuit;
    }

    Stream<Circuit> stream() {
        return all.values().stream();
    }

    static Stream<ServiceCall> operations(Dependency dependency) {
        return Arrays.stream(ServiceCall.values()).filter(operation -> operation.dependency() == dependency);
    }

    boolean isAnyDown() {
        return stream().anyMatch(circuit -> circuit.outage().isPresent());
    }

    boolean isProbeOnly() {
        return stream().anyMatch(Circuit::isProbeOnly);
    }

    boolean refuses(ServiceCall operation, String refusal) {
        return of(operation)
                .outage()
                .flatMap(Outage::refusal)
                .filter(refusal::equals)
                .isPresent();
    }

    /**
     * Whether a service rejects every call in this way, the present one included. Counted over all of its operations, so
     * that no more messages are dead-lettered before that is known if events make different calls.
     */
    private boolean isRefusedToAll(Dependency dependency, String refusal) {
        int before = operations(dependency)
                .mapToInt(operation -> of(operation).refusedReservations(refusal))
                .sum();
        return before + 1 >= FailureRun.REFUSED_RESERVATIONS
                || operations(dependency).anyMatch(operation -> refuses(operation, refusal));
    }

    /**
     * Records a failed call.
     *
     * @return whether this failure starts an outage
     */
    boolean failed(ServiceCall operation, String reservation, EventFailure why, boolean trial, Instant at) {
        Circuit circuit = of(operation);
        String cause = why.detail();
        long now = System.nanoTime();
        return switch (why) {
            case TransientFailure ignored -> circuit.failed(reservation, trial, cause, at, now);
            case DependencyUnavailable ignored -> circuit.unreachable(trial, cause, at, now);
            case Throttled throttled -> circuit.throttled(reservation, throttled.retryAfter(), cause, at, now);
            case PermanentFailure permanent ->
                permanent.refusal().isPresent()
                        && circuit.refused(
                                reservation,
                                permanent.refusal().get(),
                                trial,
                                isRefusedToAll(
                                        operation.dependency(),
                                        permanent.refusal().get()),
                                cause,
                                at,
                                now);
            case InvalidEvent ignored -> false;
            case HoldNotExpired ignored -> false;
            case LeaseLost ignored -> false;
        };
    }

    /**
     * A call has succeeded.
     *
     * @param begun when the call began
     * @return the outages that this call ended
     */
    Map<ServiceCall, Outage> succeeded(ServiceCall operation, long begun) {
        Map<ServiceCall, Outage> ended = new EnumMap<>(ServiceCall.class);
        of(operation).succeeded(begun).ifPresent(outage -> ended.put(operation, outage));
        // A service that answers one operation can be reached.
        for (ServiceCall other : unreached(operation.dependency())) {
            of(other).succeeded(begun).ifPresent(outage -> ended.put(other, outage));
        }
        return ended;
    }

    /** A service that answers with a permanent rejection is not down; returns the outage that this answer ended. */
    Map<ServiceCall, Outage> answered(ServiceCall operation, EventFailure why) {
        Map<ServiceCall, Outage> ended = new EnumMap<>(ServiceCall.class);
        if (why instanceof PermanentFailure) {
            of(operation).answered().ifPresent(outage -> ended.put(operation, outage));
        }
        return ended;
    }

    /** The operations of a service that could not be reached. */
    private List<ServiceCall> unreached(Dependency dependency) {
        return operations(dependency)
                .filter(operation -> of(operation)
                        .outage()
                        .filter(outage -> !outage.reached())
                        .isPresent())
                .toList();
    }

    Optional<String> causes(Dependency dependency) {
        List<String> causes = new ArrayList<>();
        operations(dependency)
                .forEach(operation -> of(operation)
                        .outage()
                        .ifPresent(outage -> causes.add(operation.label()
                                + (outage.refusal().isPresent() ? " refuses every call, " : " fails, ")
                                + outage.cause())));
        return causes.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", causes));
    }

    /** The time until every operation that is down may be tried; zero if no operation is down. */
    Duration untilProbe(long now) {
        return Duration.ofNanos(stream()
                .filter(Circuit::isProbeOnly)
                .flatMap(circuit -> circuit.outage().stream())
                .mapToLong(outage -> outage.nextTrialNanos() - now)
                .max()
                .orElse(0));
    }
}
