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
 * One connection to the inventory service. It is given up for a new one when it fails or brings failures alone, and when it is
 * old: behind one address there are several pods, and a connection stays with the one it was made to.
 *
 * <p>An old connection is replaced by one that stands already. Calls under way end on the old one. There are two channels for
 * that, of which one is in use and the other idle. Safe for use by any number of threads.
 */
final class InventoryConnection implements AutoCloseable {

    /** How old a connection gets: some minutes, spread so that many workers do not connect in the same second. */
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
    // Set by the first call that is answered, read by every call.
    private volatile boolean warmedUp;

    /**
     * @param timeout of one call
     * @param connectTimeout by which a call may last longer that has to wait for the connection
     * @param ageNanos of the next connection, asked for each
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
        // The channel's own back-off grows to two minutes and cannot be set: calls would go on failing long after the
        // service is back. An idle channel has none; it looks the name up and connects with the next call, and calls
        // under way end on the old connection.
        this.freshStart = new ChannelReconnect(freshStartPause, System::nanoTime, () -> active.enterIdle());
    }

    /** Begins to connect and does not wait for it, so that the first call finds a connection. */
    void connect() {
        active.getState(true);
    }

    /** Where the connection stands; asking for it does not begin to connect. */
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
        } catch (TransientFailure toldByAnswer) {
            freshStart.noteFailedCall();
            throw toldByAnswer;
        }
    }

    /** Whether the failure may be that of the pod; the other codes are about the message, or ask for fewer calls. */
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
            // The old one still stands, as far as anybody knows; the next attempt comes with its age.
            case TRANSIENT_FAILURE -> fresh.enterIdle();
            case SHUTDOWN -> {}
        }
    }

    /** Ends calls that are still running. */
    @Override
    public void close() {
        one.shutdownNow();
        other.shutdownNow();
    }

    /** Waits for the end of the channels, so long each. */
    void awaitClosed(Duration limit) throws InterruptedException {
        one.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
        other.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
