package com.traffictacos.reservation.worker.operations.deadletter;

import com.traffictacos.reservation.worker.platform.concurrent.OperatorExecutor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Runs a scan that goes on when its callers do not wait for its end; one for all callers. Thread-safe. */
final class BackgroundScan {

    private final Supplier<DeadLetterListing> scan;
    private final OperatorExecutor operators;

    /** Guarded by this. */
    private Optional<CompletableFuture<DeadLetterListing>> running = Optional.empty();

    BackgroundScan(Supplier<DeadLetterListing> scan, OperatorExecutor operators) {
        this.scan = scan;
        this.operators = operators;
    }

    synchronized boolean isRunning() {
        return running.filter(listing -> !listing.isDone()).isPresent();
    }

    /**
     * Starts a scan unless one runs, and waits for its end.
     *
     * @return empty if it has not ended in time
     * @throws RuntimeException what the scan has thrown
     */
    Optional<DeadLetterListing> await(Duration wait) {
        try {
            return Optional.of(begun().get(wait.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException stillScanning) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException containerStops) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        }
    }

    private CompletableFuture<DeadLetterListing> begun() {
        CompletableFuture<DeadLetterListing> listing = new CompletableFuture<>();
        synchronized (this) {
            if (isRunning()) {
                return running.orElseThrow();
            }
            running = Optional.of(listing);
        }
        operators.orCaller().execute(() -> run(listing));
        return listing;
    }

    private void run(CompletableFuture<DeadLetterListing> listing) {
        try {
            listing.complete(scan.get());
        } catch (Throwable e) {
            // Every caller who waits learns of it.
            listing.completeExceptionally(e);
        }
    }
}
