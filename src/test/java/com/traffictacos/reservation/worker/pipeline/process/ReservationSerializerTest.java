package com.traffictacos.reservation.worker.pipeline.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.EventHeader;
import com.traffictacos.reservation.worker.event.PaymentApproved;
import com.traffictacos.reservation.worker.event.PaymentIntentId;
import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.ReservationExpired;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.LeaseLost;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.HandlerResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReservationSerializerTest {

    private static final ReservationId ID = new ReservationId("rsv");
    private static final ConcertId CONCERT = new ConcertId("concert");
    private static final HandlerResult.Completed DONE = new HandlerResult.Completed(Optional.empty(), List.of());

    private final ReservationSerializer turns = new ReservationSerializer();
    private final ExecutorService threads = Executors.newFixedThreadPool(8);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void letsOneRunAtATime() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Future<HandlerResult>> runs = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            ReservationEvent event = event("evt_" + i);
            runs.add(threads.submit(() -> turns.runExclusively(event, () -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                inside.decrementAndGet();
                return DONE;
            })));
        }
        for (Future<HandlerResult> run : runs) {
            assertThat(run.get(10, TimeUnit.SECONDS)).isSameAs(DONE);
        }

        assertThat(most).hasValue(1);
        assertThat(turns.reservations()).isZero();
    }

    @Test
    void letsOtherReservationsRunMeanwhile() {
        ReservationEvent other = new ReservationExpired(
                header("evt_1"), new ReservationId("other"), CONCERT, SeatSelection.ofQuantity(1));
        HandlerResult both = turns.runExclusively(event("evt_1"), () -> turns.runExclusively(other, () -> DONE));

        assertThat(both).isSameAs(DONE);
        assertThat(turns.reservations()).isZero();
    }

    @Test
    void givesTheTurnBackWhenTheWorkFails() {
        assertThatIllegalStateException()
                .isThrownBy(() -> turns.runExclusively(event("evt_1"), () -> {
                    throw new IllegalStateException("bug");
                }));

        assertThat(turns.runExclusively(event("evt_1"), () -> DONE)).isSameAs(DONE);
        assertThat(turns.reservations()).isZero();
    }

    @Test
    void fencesWhoeverIsInterruptedWhileWaiting() {
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(LeaseLost.class).isThrownBy(() -> turns.runExclusively(event("evt_1"), () -> DONE));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(turns.reservations()).isZero();
    }

    @Test
    void sharesTheEndOfAnEventThatWasSentTwice() throws Exception {
        List<HandlerResult> ends = oneAfterTheOther(
                List.of(event("evt_1"), event("evt_1"), event("evt_1")), List.of(DONE, unexpected(), unexpected()));

        assertThat(ends).containsExactly(DONE, DONE, DONE);
        assertThat(turns.reservations()).isZero();
    }

    static Stream<Arguments> others() {
        HandlerResult.Completed again = new HandlerResult.Completed(Optional.of("ord_2"), List.of());
        PaymentIntentId payment = new PaymentIntentId("pay_1");
        ReservationEvent approved = new PaymentApproved(
                header("evt_1"), ID, payment, Optional.of(CONCERT), Optional.empty(), Optional.empty());
        ReservationEvent nameless = new ReservationExpired(EventHeader.NONE, ID, CONCERT, SeatSelection.ofQuantity(1));
        ReservationEvent moreSeats = new ReservationExpired(header("evt_1"), ID, CONCERT, SeatSelection.ofQuantity(2));
        return Stream.of(
                Arguments.of("another id", List.of(event("evt_1"), event("evt_2")), List.of(DONE, again)),
                Arguments.of("another kind", List.of(event("evt_1"), approved), List.of(DONE, again)),
                Arguments.of("other seats", List.of(event("evt_1"), moreSeats), List.of(DONE, again)),
                Arguments.of("no id", List.of(nameless, nameless), List.of(DONE, again)),
                Arguments.of(
                        "skipped before",
                        List.of(event("evt_1"), event("evt_1")),
                        List.of(new HandlerResult.Skipped("stale"), again)),
                Arguments.of(
                        "another one between",
                        List.of(event("evt_1"), event("evt_2"), event("evt_1")),
                        List.of(DONE, new HandlerResult.Skipped("stale"), again)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("others")
    void runsWhatIsNotTheSameEventCompletedJustBefore(
            String what, List<ReservationEvent> events, List<HandlerResult> ends) throws Exception {
        assertThat(oneAfterTheOther(events, ends)).as(what).containsExactlyElementsOf(ends);
    }

    @Test
    void runsTheSecondOfTwoWhenTheFirstHasFailed() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch fail = new CountDownLatch(1);
        Future<HandlerResult> first = threads.submit(() -> turns.runExclusively(event("evt_1"), () -> {
            begun.countDown();
            awaitQuietly(fail);
            throw new TransientFailure(Dependency.INVENTORY, "UNAVAILABLE");
        }));
        awaitQuietly(begun);
        Future<HandlerResult> second = whoWaits(event("evt_1"), () -> DONE);
        fail.countDown();

        assertThat(second.get(10, TimeUnit.SECONDS)).isSameAs(DONE);
        assertThat(first).failsWithin(Duration.ZERO).withThrowableThat().withCauseInstanceOf(TransientFailure.class);
    }

    /** Runs the events in this order; all of them are submitted before the first one ends. */
    private List<HandlerResult> oneAfterTheOther(List<ReservationEvent> events, List<HandlerResult> ends)
            throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        List<Future<HandlerResult>> runs = new ArrayList<>();
        runs.add(threads.submit(() -> turns.runExclusively(events.get(0), () -> {
            begun.countDown();
            awaitQuietly(finish);
            return ends.get(0);
        })));
        awaitQuietly(begun);
        for (int i = 1; i < events.size(); i++) {
            HandlerResult end = ends.get(i);
            runs.add(whoWaits(events.get(i), () -> end));
        }
        finish.countDown();
        List<HandlerResult> seen = new ArrayList<>();
        for (Future<HandlerResult> run : runs) {
            seen.add(run.get(10, TimeUnit.SECONDS));
        }
        return seen;
    }

    /** Returns once the event waits for its reservation. */
    private Future<HandlerResult> whoWaits(ReservationEvent event, Supplier<HandlerResult> work) {
        AtomicReference<Thread> thread = new AtomicReference<>();
        Future<HandlerResult> run = threads.submit(() -> {
            thread.set(Thread.currentThread());
            return turns.runExclusively(event, work);
        });
        await().until(() -> thread.get() != null && thread.get().getState() == Thread.State.WAITING);
        return run;
    }

    private static HandlerResult unexpected() {
        return new HandlerResult.Skipped("run a second time");
    }

    private static ReservationEvent event(String id) {
        return new ReservationExpired(header(id), ID, CONCERT, SeatSelection.ofQuantity(1));
    }

    private static EventHeader header(String id) {
        return new EventHeader(Optional.of(id), Optional.empty());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
