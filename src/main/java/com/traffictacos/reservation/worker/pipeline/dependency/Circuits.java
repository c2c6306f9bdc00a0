package com.traffictacos.reservation.worker.pipeline.dependency;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.handler.CallObserver.Operation;
import java.time.Duration;
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

    private final Map<Operation, Circuit> all = new EnumMap<>(Operation.class);

    /** @param pauses the pause before the next trial, by the number of failures so far */
    Circuits(IntFunction<Duration> pauses) {
        for (Operation operation : Operation.values()) {
            all.put(operation, new Circuit(pauses));
        }
    }

    Circuit of(Operation operation) {
        Circuit circuit = all.get(operation);
        if (circuit == null) {
            throw new IllegalStateException("no circuit of " + operation);
        }
        return circuit;
    }

    Stream<Circuit> stream() {
        return all.values().stream();
    }

    static Stream<Operation> operations(Dependency dependency) {
        return Arrays.stream(Operation.values()).filter(operation -> operation.dependency() == dependency);
    }

    boolean isAnyDown() {
        return stream().anyMatch(circuit -> circuit.outage().isPresent());
    }

    boolean narrowPolling() {
        return stream().anyMatch(Circuit::narrowsPolling);
    }

    boolean refuses(Operation operation, String refusal) {
        return of(operation)
                .outage()
                .flatMap(Outage::refusal)
                .filter(refusal::equals)
                .isPresent();
    }

    boolean refusesAny(Dependency dependency, String refusal) {
        return operations(dependency).anyMatch(operation -> refuses(operation, refusal));
    }

    /** The operations of a service that could not be reached. */
    List<Operation> unreached(Dependency dependency) {
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
                .filter(Circuit::narrowsPolling)
                .flatMap(circuit -> circuit.outage().stream())
                .mapToLong(outage -> outage.nextTrialNanos() - now)
                .max()
                .orElse(0));
    }
}
