package com.traffictacos.reservation.worker.adapter.inventory;

import com.traffic_tacos.reservation.v1.InventoryServiceGrpc;
import com.traffic_tacos.reservation.v1.InventoryServiceGrpc.InventoryServiceBlockingStub;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One connection to the inventory service. It is replaced when it fails, when all calls on it fail, and when it is old:
 * several pods share one address, and a connection stays with the pod that it was opened to.
 *
 * <p>An old connection is replaced only by a new one that is already established. Running calls end on the old
 * connection. This needs two channels, of which one is active and the other idle. Thread-safe.
 */
final class InventoryConnection implements AutoCloseable {

    /**
     * The maximum age of a connection: some minutes, randomised so that many workers do not reconnect in the same
     * second.
     */
    static final LongSupplier AGE_NANOS = () ->
            Duration.ofSeconds(ThreadLocalRandom.current().nextLong(120, 240)).toNanos();

    private final Duration timeout;
    private final Duration connectTimeout;
    private final LongSupplier ageNanos;
    private final ManagedChannel one;
    private final ManagedChannel other;
    private final ChannelReconnect freshStart;
    private final AtomicLong replaceAtNanos;
    private volatile ManagedChannel active;
    // Written by the first call that is answered, read by every call.
    private volatile boolean warmedUp;

    /**
     * @param timeout deadline of one call
     * @param connectTimeout extension of the deadline for a call that has to wait for the connection
     * @param ageNanos returns the maximum age of the next connection; called once per connection
     */
    InventoryConnection(
            Supplier<ManagedChannel> channels,
            Duration timeout,
            Duration connectTimeout,
            Duration freshStartPause,
            LongSupplier ageNanos) {
        this.timeout = timeout;
        this.connectTimeout = connectTimeout;
        this.ageNanos = ageNanos;
        this.one = channels.get();
        this.other = channels.get();
        this.active = one;
        this.replaceAtNanos = new AtomicLong(System.nanoTime() + ageNanos.getAsLong());
        // The channel's own backoff grows to two minutes and cannot be configured: calls would keep failing long after
        // the service is available again. An idle channel has no backoff. It resolves the name and connects on the next
        // call, and running calls end on the old connection.
        this.freshStart = new ChannelReconnect(freshStartPause, System::nanoTime, () -> active.enterIdle());
    }

    /** Starts to connect, so that the first call finds a connection. Does not block. */
    void connect() {
        active.getState(true);
    }

    /** The state of the connection. Reading it does not start a connection attempt. */
    ConnectivityState state() {
        return active.getState(false);
    }

    /** As {@link InventoryChannel#call(Function)}. */
    <T> T call(Function<InventoryServiceBlockingStub, T> rpc) {
        replaceIfOld();
        ManagedChannel channel = active;
        ConnectivityState state = channel.getState(false);
        if (state == ConnectivityState.TRANSIENT_FAILURE) {
            freshStart.noteFailure();
        }
        boolean warm = warmedUp && state == ConnectivityState.READY;
        Duration limit = warm ? timeout : timeout.plus(connectTimeout);
        try {
            T answer = rpc.apply(InventoryServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(limit.toNanos(), TimeUnit.NANOSECONDS));
            warmedUp = true;
            freshStart.noteAnswer();
            return answer;
        } catch (StatusRuntimeException e) {
            if (isOfService(e.getStatus().getCode())) {
                freshStart.noteFailedCall();
            } else {
                freshStart.noteAnswer();
            }
            throw e;
        } catch (TransientFailure answered) {
            freshStart.noteFailedCall();
            throw answered;
        }
    }

    /** Whether the pod may be the cause of the failure. The other codes concern the message, or throttle the caller. */
    private static boolean isOfService(Status.Code code) {
        return switch (code) {
            case DEADLINE_EXCEEDED, UNAVAILABLE, INTERNAL, UNKNOWN -> true;
            default -> false;
        };
    }

    private void replaceIfOld() {
        long now = System.nanoTime();
        long due = replaceAtNanos.get();
        if (now - due >= 0 && replaceAtNanos.compareAndSet(due, now + ageNanos.getAsLong())) {
            ManagedChannel old = active;
            switchWhenReady(old, old.equals(one) ? other : one);
        }
    }

    private void switchWhenReady(ManagedChannel old, ManagedChannel fresh) {
        ConnectivityState state = fresh.getState(true);
        switch (state) {
            case READY -> {
                active = fresh;
                old.enterIdle();
            }
            case IDLE, CONNECTING -> fresh.notifyWhenStateChanged(state, () -> switchWhenReady(old, fresh));
            // The old connection is still established as far as is known. The next attempt follows when its maximum age
            // is reached again.
            case TRANSIENT_FAILURE -> fresh.enterIdle();
            case SHUTDOWN -> {}
        }
    }

    /** Cancels running calls. */
    @Override
    public void close() {
        one.shutdownNow();
        other.shutdownNow();
    }

    /** Waits for the channels to end, up to the limit for each. */
    void awaitClosed(Duration limit) throws InterruptedException {
        one.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
        other.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
