package com.traffictacos.reservation.worker.operations.services;

import com.traffictacos.reservation.worker.handler.CallObserver;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** Remembers how the calls of each operation ended lately, and the last errors. Lock-free and thread-safe. */
@SingletonBean
@Typed(RecentCalls.class)
public final class RecentCalls implements CallObserver {

    /** Errors that are kept of each operation. */
    static final int ERRORS = 10;

    private static final int LONGEST_DETAIL = 300;

    /**
     * A call that failed.
     *
     * @param detail for operators; names status and code, never a body or a secret
     */
    public record CallError(Instant at, Result result, String detail) {}

    private static final class Operation {

        private final CallWindow window = new CallWindow();
        private final AtomicInteger count = new AtomicInteger();
        private final AtomicReferenceArray<CallError> errors = new AtomicReferenceArray<>(ERRORS);
    }

    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Map<ServiceCall, Operation> operations = new EnumMap<>(ServiceCall.class);

    @Inject
    public RecentCalls(Clock clock) {
        this(clock, System::nanoTime);
    }

    RecentCalls(Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        for (ServiceCall operation : ServiceCall.values()) {
            operations.put(operation, new Operation());
        }
    }

    @Override
    public void called(ServiceCall operation, Result result, Duration took) {
        of(operation).window.add(result, took, nanoTime.getAsLong());
    }

    @Override
    public void failed(ServiceCall operation, Result result, String detail) {
        Operation known = of(operation);
        String shown = detail.length() > LONGEST_DETAIL ? detail.substring(0, LONGEST_DETAIL) + "..." : detail;
        known.errors.set(
                Math.floorMod(known.count.getAndIncrement(), ERRORS), new CallError(clock.instant(), result, shown));
    }

    /** The last errors, the newest first. */
    List<CallError> errors(ServiceCall operation) {
        AtomicReferenceArray<CallError> errors = of(operation).errors;
        return IntStream.range(0, ERRORS)
                .mapToObj(errors::get)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(CallError::at).reversed())
                .toList();
    }

    CallWindow.Figures figures(ServiceCall operation) {
        return of(operation).window.figures(nanoTime.getAsLong());
    }

    private Operation of(ServiceCall operation) {
        return Objects.requireNonNull(operations.get(operation));
    }
}
