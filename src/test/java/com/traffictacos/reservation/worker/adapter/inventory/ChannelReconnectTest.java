package com.traffictacos.reservation.worker.adapter.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ChannelReconnectTest {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    // Close to the overflow, because System.nanoTime() may have any value.
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 10);
    private final AtomicInteger starts = new AtomicInteger();
    private final ChannelReconnect freshStart = new ChannelReconnect(PAUSE, now::get, starts::incrementAndGet);

    @Test
    void startsWhenConnectionHasFailed() {
        freshStart.noteFailure();

        assertThat(starts).hasValue(1);
    }

    @Test
    void startsOnceWithinPause() {
        freshStart.noteFailure();
        now.addAndGet(PAUSE.toNanos() - 1);
        freshStart.noteFailure();
        assertThat(starts).hasValue(1);

        now.incrementAndGet();
        freshStart.noteFailure();
        assertThat(starts).hasValue(2);
    }

    @Test
    void startsAfterManyFailedCallsInARow() {
        failures(ChannelReconnect.FAILURE_LIMIT - 1);
        assertThat(starts).hasValue(0);

        freshStart.noteFailedCall();
        assertThat(starts).hasValue(1);
    }

    @Test
    void forgetsFailedCallsWithAnAnswer() {
        failures(ChannelReconnect.FAILURE_LIMIT - 1);
        freshStart.noteAnswer();
        failures(ChannelReconnect.FAILURE_LIMIT - 1);

        assertThat(starts).hasValue(0);
    }

    @Test
    void countsFailedCallsAnewAfterStart() {
        failures(ChannelReconnect.FAILURE_LIMIT);
        now.addAndGet(PAUSE.toNanos());
        failures(ChannelReconnect.FAILURE_LIMIT - 1);
        assertThat(starts).hasValue(1);

        freshStart.noteFailedCall();
        assertThat(starts).hasValue(2);
    }

    private void failures(int calls) {
        for (int call = 0; call < calls; call++) {
            freshStart.noteFailedCall();
        }
    }
}
