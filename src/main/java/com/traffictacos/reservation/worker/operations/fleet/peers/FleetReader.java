package com.traffictacos.reservation.worker.operations.fleet.peers;

import com.traffictacos.reservation.worker.operations.fleet.peers.PeerClient.Answer;
import com.traffictacos.reservation.worker.platform.concurrent.FleetExecutor;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at all workers of the queue, about once a second at most, however many operators ask. Who asks gets what was seen last if
 * that is a few seconds old at most, while the next look begins: a pod that hangs holds nobody up. Nothing is asked of
 * other workers while no operator looks.
 *
 * <p>Thread-safe.
 */
@SingletonBean
public class FleetReader {

    /** No further look begins before. Less than the second after which a page asks again, or it would get the same twice. */
    static final Duration FRESH = Duration.ofMillis(800);

    /** Until then a look is shown, and the next one begins behind it. */
    static final Duration USABLE = Duration.ofSeconds(5);

    /** Longer than a look can take: a look-up of the names, then the slowest pod. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);

    private final Supplier<PodStatus> own;
    private final Supplier<PeerAddresses.Found> addresses;
    private final Function<PeerAddress, CompletableFuture<Answer>> client;
    private final FleetExecutor executor;
    private final Clock clock;

    // Guarded by this.
    private Optional<FleetView> last = Optional.empty();
    private CompletableFuture<FleetView> look = new CompletableFuture<>();
    private boolean looking;

    @Inject
    public FleetReader(
            OwnStatus own,
            PeerAddresses addresses,
            PeerClient client,
            PeerTokens tokens,
            FleetExecutor executor,
            Clock clock) {
        this(
                own::now,
                () -> tokens.areConfigured() ? addresses.find() : PeerAddresses.Found.NONE,
                client::ask,
                executor,
                clock);
    }

    FleetReader(
            Supplier<PodStatus> own,
            Supplier<PeerAddresses.Found> addresses,
            Function<PeerAddress, CompletableFuture<Answer>> client,
            FleetExecutor executor,
            Clock clock) {
        this.own = own;
        this.addresses = addresses;
        this.client = client;
        this.executor = executor;
        this.clock = clock;
    }

    /**
     * All workers. Blocks for one look, seconds at most, if nobody has looked lately.
     *
     * @throws IllegalStateException if the look took longer than it can, or failed
     */
    public FleetView latest() {
        Optional<FleetView> seen = seenWithin(FRESH);
        if (seen.isPresent()) {
            return seen.get();
        }
        CompletableFuture<FleetView> next = begin();
        return seenWithin(USABLE).orElseGet(() -> PeerAnswers.await(next, LONGEST_LOOK, "the look at all pods failed"));
    }

    private synchronized Optional<FleetView> seenWithin(Duration age) {
        Instant oldest = clock.instant().minus(age);
        return last.filter(view -> view.at().isAfter(oldest));
    }

    private CompletableFuture<FleetView> begin() {
        CompletableFuture<FleetView> mine;
        synchronized (this) {
            if (looking) {
                return look;
            }
            // One that has ended since the caller looked at the last one.
            Optional<FleetView> seen = seenWithin(FRESH);
            if (seen.isPresent()) {
                return CompletableFuture.completedFuture(seen.get());
            }
            looking = true;
            look = new CompletableFuture<>();
            mine = look;
        }
        CompletableFuture<?> unused = CompletableFuture.supplyAsync(addresses, executor.orCaller())
                .thenCompose(this::ask)
                .whenComplete((view, failure) -> ended(mine, Optional.ofNullable(view), failure));
        return mine;
    }

    private CompletableFuture<FleetView> ask(PeerAddresses.Found found) {
        return PeerAnswers.ofAll(found.all(), client)
                .thenApply(answers -> FleetView.of(clock.instant(), own.get(), found, answers));
    }

    private void ended(CompletableFuture<FleetView> mine, Optional<FleetView> view, @Nullable Throwable failure) {
        synchronized (this) {
            looking = false;
            if (view.isPresent()) {
                last = view;
            }
        }
        if (view.isPresent()) {
            mine.complete(view.get());
        } else {
            mine.completeExceptionally(failure == null ? new IllegalStateException("no view") : failure);
        }
    }
}
