package com.traffictacos.reservation.worker.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.traffictacos.reservation.worker.event.LeaseLost;
import com.traffictacos.reservation.worker.event.ReservationId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReservationTurnsTest {

    private static final ReservationId ID = new ReservationId("rsv");

    private final ReservationTurns turns = new ReservationTurns();
    private final ExecutorService threads = Executors.newFixedThreadPool(8);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void letsOneRunAtATime() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Future<Integer>> runs = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            runs.add(threads.submit(() -> turns.inTurn(ID, () -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                return inside.decrementAndGet();
            })));
        }
        for (Future<Integer> run : runs) {
            assertThat(run.get(10, TimeUnit.SECONDS)).isZero();
        }

        assertThat(most).hasValue(1);
        assertThat(turns.reservations()).isZero();
    }

    @Test
    void letsOtherReservationsRunMeanwhile() {
        String both = turns.inTurn(ID, () -> turns.inTurn(new ReservationId("other"), () -> "both"));

        assertThat(both).isEqualTo("both");
        assertThat(turns.reservations()).isZero();
    }

    @Test
    void givesTheTurnBackWhenTheWorkFails() {
        assertThatIllegalStateException()
                .isThrownBy(() -> turns.inTurn(ID, () -> {
                    throw new IllegalStateException("bug");
                }));

        assertThat(turns.<String>inTurn(ID, () -> "next")).isEqualTo("next");
        assertThat(turns.reservations()).isZero();
    }

    @Test
    void fencesWhoeverIsInterruptedWhileWaiting() {
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(LeaseLost.class).isThrownBy(() -> turns.inTurn(ID, () -> "never"));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(turns.reservations()).isZero();
    }
}
