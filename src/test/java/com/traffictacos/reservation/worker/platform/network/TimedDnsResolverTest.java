package com.traffictacos.reservation.worker.platform.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TimedDnsResolverTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(50);

    @Test
    void findsNames() throws UnknownHostException {
        assertThat(new TimedDnsResolver(LONG).resolve("127.0.0.1")).containsExactly(InetAddress.getLoopbackAddress());
    }

    @Test
    void passesOnThatNameIsUnknown() {
        TimedDnsResolver names = new TimedDnsResolver(LONG, host -> {
            throw new UnknownHostException(host + " is unknown");
        });

        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> names.resolve("nowhere.test"))
                .withMessageContaining("nowhere.test is unknown");
    }

    @Test
    void passesOnThatLookupBroke() {
        TimedDnsResolver names = new TimedDnsResolver(LONG, host -> {
            throw new IllegalStateException("broken");
        });

        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> names.resolve("nowhere.test"))
                .withMessageContaining("broken");
    }

    @Test
    void doesNotWaitForSilentNameServer() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        AtomicInteger lookups = new AtomicInteger();
        TimedDnsResolver names = new TimedDnsResolver(SHORT, host -> {
            lookups.incrementAndGet();
            awaitUninterruptibly(answered);
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        });
        try {
            for (int call = 0; call < 3; call++) {
                assertThatExceptionOfType(UnknownHostException.class)
                        .isThrownBy(() -> names.resolve("slow.test"))
                        .withMessageContaining("in time");
            }
            assertThat(lookups).hasValue(1);
        } finally {
            answered.countDown();
        }
    }

    /** A machine with one core has one thread for all look-ups. */
    @Test
    void looksOtherNamesUpMeanwhile() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        TimedDnsResolver names = new TimedDnsResolver(LONG, host -> {
            if (host.startsWith("slow")) {
                awaitUninterruptibly(answered);
            }
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        });
        TimedDnsResolver hasty = new TimedDnsResolver(SHORT, host -> {
            awaitUninterruptibly(answered);
            return new InetAddress[0];
        });
        try {
            for (int name = 0; name < 20; name++) {
                String slow = "slow" + name;
                assertThatExceptionOfType(UnknownHostException.class).isThrownBy(() -> hasty.resolve(slow));
            }

            assertThat(names.resolve("fast.test")).hasSize(1);
        } finally {
            answered.countDown();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
