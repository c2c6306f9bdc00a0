package com.traffictacos.reservation.worker.pipeline.delivery;

import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.TraceParent;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures;
import com.traffictacos.reservation.worker.platform.concurrent.UnexpectedFailures.Place;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Protects the pipeline from the tracing. Every exception that the tracing throws is counted and logged by {@link
 * UnexpectedFailures} and never reaches the pipeline. The handler runs exactly once, and the caller gets what the
 * handler returns or throws. Safe for use by any number of threads.
 */
public final class GuardedTracing implements DeliveryTracing {

    private final DeliveryTracing tracing;
    private final Supplier<TraceParent> newTrace;
    private final UnexpectedFailures failures;

    /** @param newTrace creates the ids of a delivery whose tracing has failed and whose message contains no trace */
    public GuardedTracing(DeliveryTracing tracing, Supplier<TraceParent> newTrace, UnexpectedFailures failures) {
        this.tracing = tracing;
        this.newTrace = newTrace;
        this.failures = failures;
    }

    @Override
    public Scope begin(ReceivedMessage message, Optional<TraceParent> parent) {
        Optional<Scope> begun = Optional.empty();
        TraceParent trace;
        try {
            Scope scope = tracing.begin(message, parent);
            begun = Optional.of(scope);
            trace = scope.trace();
        } catch (Throwable failure) {
            failures.record(Place.TRACING, failure);
            trace = parent.orElseGet(newTrace);
        }
        return new GuardedScope(begun, trace, failures);
    }

    private record GuardedScope(Optional<Scope> scope, TraceParent trace, UnexpectedFailures failures)
            implements Scope {

        @Override
        public <T> T handle(ReservationEvent event, Supplier<T> handler) {
            Once<T> once = new Once<>(handler);
            if (scope.isPresent()) {
                try {
                    scope.get().handle(event, once);
                } catch (Throwable failure) {
                    if (!once.threw(failure)) {
                        failures.record(Place.TRACING, failure);
                    }
                }
            }
            return once.get();
        }

        @Override
        public void disposed(DeliveryResult settlement) {
            scope.ifPresent(traced -> failures.observe(Place.TRACING, () -> traced.disposed(settlement)));
        }

        @Override
        public void close() {
            scope.ifPresent(traced -> failures.observe(Place.TRACING, traced::close));
        }
    }

    /** Runs the handler at most once; later calls return or throw the same result. Confined to one thread. */
    private static final class Once<T> implements Supplier<T> {

        private final Supplier<T> work;
        private boolean done;
        private @Nullable T result;
        private @Nullable Throwable failure;

        private Once(Supplier<T> work) {
            this.work = work;
        }

        @Override
        public T get() {
            if (!done) {
                done = true;
                try {
                    result = work.get();
                } catch (RuntimeException | Error thrown) {
                    failure = thrown;
                }
            }
            if (failure instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (failure instanceof Error error) {
                throw error;
            }
            return answer();
        }

        @SuppressWarnings("NullAway") // As the handler returned it.
        private T answer() {
            return result;
        }

        @SuppressWarnings("ReferenceEquality") // The question is whether it is the handler's own.
        private boolean threw(Throwable thrown) {
            return thrown == failure;
        }
    }
}
