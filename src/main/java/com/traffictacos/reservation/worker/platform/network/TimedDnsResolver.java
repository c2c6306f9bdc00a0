package com.traffictacos.reservation.worker.platform.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.jspecify.annotations.Nullable;

/**
 * Resolves names within a time limit. The operating system's look-up cannot be interrupted, and with its own retries it
 * takes half a minute if the name server does not answer. So it runs on a thread of the JVM's common pool, one look-up
 * per name at a time, and the caller stops waiting at the limit.
 *
 * <p>Thread-safe.
 */
public final class TimedDnsResolver implements DnsResolver {

    /** The look-up itself. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    private final long limitNanos;
    private final Lookup lookup;
    private final ConcurrentMap<String, CompletableFuture<InetAddress[]>> underWay = new ConcurrentHashMap<>();

    /** @param limit maximum time that the caller waits */
    public TimedDnsResolver(Duration limit) {
        this(limit, InetAddress::getAllByName);
    }

    TimedDnsResolver(Duration limit, Lookup lookup) {
        this.limitNanos = limit.toNanos();
        this.lookup = lookup;
    }

    /** @throws UnknownHostException if there is no such name, or it was not resolved in time */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        try {
            return underWay.computeIfAbsent(host, this::begin).get(limitNanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw failure(host + ": no answer of the name server in time", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failure(host + ": interrupted", interrupted);
        } catch (ExecutionException failed) {
            throw failure(String.valueOf(failed.getCause()), failed.getCause());
        }
    }

    private CompletableFuture<InetAddress[]> begin(String host) {
        CompletableFuture<InetAddress[]> result = new CompletableFuture<>();
        ForkJoinPool.commonPool().execute(() -> {
            Blocking blocking = new Blocking(host);
            try {
                // Lets the pool, which may have only one thread, add another one in the meantime.
                ForkJoinPool.managedBlock(blocking);
                result.complete(blocking.addresses());
            } catch (InterruptedException | UnknownHostException | RuntimeException failure) {
                result.completeExceptionally(failure);
            } finally {
                underWay.remove(host, result);
            }
        });
        return result;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    private static UnknownHostException failure(String message, @Nullable Throwable cause) {
        UnknownHostException failure = new UnknownHostException(message);
        failure.initCause(cause);
        return failure;
    }

    private final class Blocking implements ForkJoinPool.ManagedBlocker {

        private final String host;
        private InetAddress @Nullable [] found;
        private @Nullable UnknownHostException unknown;

        private Blocking(String host) {
            this.host = host;
        }

        @Override
        public boolean block() {
            try {
                found = lookup.of(host);
            } catch (UnknownHostException e) {
                unknown = e;
            }
            return true;
        }

        @Override
        public boolean isReleasable() {
            return found != null || unknown != null;
        }

        private InetAddress[] addresses() throws UnknownHostException {
            if (found == null) {
                throw unknown == null ? new UnknownHostException(host) : unknown;
            }
            return found;
        }
    }
}
