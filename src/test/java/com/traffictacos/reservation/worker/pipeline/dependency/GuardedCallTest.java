package com.traffictacos.reservation.worker.pipeline.dependency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.EventFailure;
import com.traffictacos.reservation.worker.event.failure.FailureReason;
import com.traffictacos.reservation.worker.event.failure.LeaseLost;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.Throttled;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.handler.CallObserver.Result;
import com.traffictacos.reservation.worker.handler.LeaseFence;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.pipeline.delivery.OutageObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Circuit breakers and concurrency limits, as calls experience them. */
class GuardedCallTest {

    private static final ServiceCall PATCH = ServiceCall.CHANGE_RESERVATION;
    private static final ServiceCall GET = ServiceCall.READ_RESERVATION;
    private final TransientFailure failed = new TransientFailure(Dependency.RESERVATION_API, "503");
    private final DependencyUnavailable unreachable =
            new DependencyUnavailable(Dependency.RESERVATION_API, "refused", null);
    private static final Duration DEADLINE = Duration.ofMillis(20);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> reports = new ArrayList<>();
    private final List<Result> results = new ArrayList<>();
    private Duration pause = Duration.ofHours(1);
    private final DependencyOutages outages = new DependencyOutages(
            new OutageObserver() {
                @Override
                public void outageBegan(ServiceCall operation, Throwable why) {
                    reports.add(operation + " down: " + why.getMessage());
                }

                @Override
                public void outageEnded(ServiceCall operation, Duration lasted) {
                    reports.add(operation + " back");
                }
            },
            new ManualClock(Instant.parse("2026-01-01T00:00:00Z")),
            failures -> pause.multipliedBy(failures));
    private final ConcurrencyLimits limits = new ConcurrencyLimits(4, DEADLINE, Duration.ofMinutes(1));
    private final GuardedCall guarded =
            new GuardedCall(outages, limits, (operation, result, took) -> results.add(result));

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void knowsAServiceThatCannotBeReachedAtOnceAndByOperation() {
        call(PATCH, "a", unreachable);

        assertThat(outages.state(PATCH)).isEqualTo(DependencyState.DOWN);
        assertThat(outages.state(GET)).isEqualTo(DependencyState.UP);
        assertThat(outages.state(Dependency.RESERVATION_API)).isEqualTo(DependencyState.DOWN);
        assertThat(outages.state(Dependency.INVENTORY)).isEqualTo(DependencyState.UP);
        assertThat(reports).containsExactly("CHANGE_RESERVATION down: reservation-api: refused");
    }

    @Test
    void makesNoCallWhileTheOperationIsDown() {
        call(PATCH, "a", unreachable);

        assertThatExceptionOfType(DependencyUnavailable.class)
                .isThrownBy(() -> guarded.make(PATCH, new ReservationId("b"), () -> {
                    throw new IllegalStateException("called");
                }))
                .withMessageContaining("circuit open");
        assertThat(results).containsExactly(Result.UNREACHABLE, Result.CIRCUIT_OPEN);
        assertThat(call(GET, "b")).isEqualTo("answer");
    }

    @Test
    void findsAServiceThatCanBeReachedAgainByAnyOfItsOperations() {
        call(PATCH, "a", unreachable);
        call(GET, "a");

        assertThat(outages.state(PATCH)).isEqualTo(DependencyState.UP);
    }

    @Test
    void keepsAFailingOperationDownWhileAnotherOneSucceeds() {
        failForAll();
        call(GET, "a");

        assertThat(outages.state(PATCH)).isEqualTo(DependencyState.DOWN);
        assertThat(outages.isProbeOnly()).isTrue();
    }

    @Test
    void takesFailuresOfOneReservationForNoOutage() {
        for (int call = 0; call < 100; call++) {
            call(PATCH, "a", failed);
        }

        assertThat(reports).isEmpty();
    }

    @Test
    void takesFailuresOfDifferentReservationsInARowForAnOutage() {
        for (int reservation = 1; reservation < FailureRun.FAILING_RESERVATIONS; reservation++) {
            call(PATCH, "rsv-" + reservation, failed);
            assertThat(outages.state(PATCH)).isEqualTo(DependencyState.UP);
        }
        call(PATCH, "last", failed);

        assertThat(outages.state(PATCH)).isEqualTo(DependencyState.DOWN);
    }

    @Test
    void needsFewerReservationsWhoseHandlersHaveGivenUp() {
        for (int reservation = 1; reservation <= FailureRun.FAILED_DELIVERIES; reservation++) {
            assertThat(outages.state(PATCH)).isEqualTo(DependencyState.UP);
            for (int tries = 0; tries < FailureRun.CALLS_OF_A_DELIVERY; tries++) {
                call(PATCH, "rsv-" + reservation, failed);
            }
        }

        assertThat(outages.state(PATCH)).isEqualTo(DependencyState.DOWN);
    }

    @Test
    void takesFailuresWithSuccessesBetweenThemForNoOutage() {
        for (int reservation = 0; reservation < 100; reservation++) {
            call(PATCH, "rsv-" + reservation, failed);
            if (reservation % 4 == 3) {
                call(PATCH, "good");
            }
        }

        assertThat(reports).isEmpty();
    }

    @Test
    void makesOneTrialAtATimeAndWaitsLongerAfterEachThatFails() {
        failForAll();
        assertThat(outages.untilProbe()).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));

        pause = Duration.ZERO;
        outages.succeeded(PATCH);
        failForAll();
        Thread outer = Thread.currentThread();
        guarded.make(PATCH, new ReservationId("trial"), () -> {
            assertThat(Thread.currentThread()).isSameAs(outer);
            assertThat(outages.state(PATCH)).isEqualTo(DependencyState.PROBING);
            assertThat(catchThrowable(() -> call(PATCH, "beside"))).isInstanceOf(DependencyUnavailable.class);
            return "answer";
        });
        assertThat(outages.state(PATCH)).isEqualTo(DependencyState.UP);

        failForAll();
        pause = Duration.ofHours(1);
        call(PATCH, "trial", failed);
        assertThat(outages.untilProbe()).isBetween(Duration.ofMinutes(119), Duration.ofHours(2));
    }

    @Test
    void givesTheTrialBackWhenItEndsWithoutAVerdict() {
        pause = Duration.ZERO;
        failForAll();
        assertThat(catchThrowable(() -> guarded.make(PATCH, new ReservationId("trial"), () -> {
                    throw new IllegalStateException("bug");
                })))
                .isInstanceOf(IllegalStateException.class);

        assertThat(call(PATCH, "next")).isEqualTo("answer");
    }

    @Test
    void takesManyRefusalsOfOneKindForTheCallersFault() {
        for (int reservation = 1; reservation < FailureRun.REFUSED_RESERVATIONS; reservation++) {
            call(PATCH, "rsv-" + reservation, refused("401"));
            assertThat(outages.state(PATCH)).isEqualTo(DependencyState.UP);
        }
        call(PATCH, "last", refused("401"));

        assertThat(outages.refuses(PATCH, "401")).isTrue();
        assertThat(reports).containsExactly("CHANGE_RESERVATION down: 401");
        // The rejection of one operation applies to the other operations of the service.
        call(GET, "rsv-1", refused("401"));
        assertThat(outages.refuses(GET, "401")).isTrue();
    }

    @Test
    void countsRefusalsByReservationAndByKind() {
        for (int call = 0; call < 100; call++) {
            call(PATCH, "same", refused("404"));
            call(PATCH, "rsv-" + call, refused(call % 2 == 0 ? "401" : "403"));
            call(PATCH, "rsv-" + call, new PermanentFailure(FailureReason.RESERVATION_REJECTED, "422"));
        }

        assertThat(reports).isEmpty();
    }

    @Test
    void doesNotTakeASuccessThatBeganBeforeTheRefusalsForTheirEnd() {
        guarded.make(PATCH, new ReservationId("under-way"), () -> {
            for (int reservation = 0; reservation < FailureRun.REFUSED_RESERVATIONS; reservation++) {
                call(PATCH, "rsv-" + reservation, refused("401"));
            }
            return "answer";
        });

        assertThat(outages.refuses(PATCH, "401")).isTrue();
    }

    @Test
    void endsARefusalByASuccessAlone() {
        pause = Duration.ZERO;
        for (int reservation = 0; reservation < FailureRun.REFUSED_RESERVATIONS; reservation++) {
            call(PATCH, "rsv-" + reservation, refused("401"));
        }
        call(PATCH, "a", new PermanentFailure(FailureReason.RESERVATION_REJECTED, "422"));
        assertThat(outages.refuses(PATCH, "401")).isTrue();
        call(PATCH, "b");

        assertThat(outages.state(PATCH)).isEqualTo(DependencyState.UP);
    }

    @Test
    void leavesAnOperationAloneForAsLongAsItAsksWithinReason() {
        pause = Duration.ofMillis(1);
        call(PATCH, "a", throttled(Duration.ofSeconds(20)));
        assertThat(outages.untilProbe()).isBetween(Duration.ofSeconds(19), Duration.ofSeconds(20));

        outages.succeeded(PATCH);
        call(PATCH, "b", throttled(Duration.ofDays(1)));
        assertThat(outages.untilProbe()).isBetween(Duration.ofSeconds(59), Duration.ofSeconds(60));
    }

    @Test
    void pausesNothingForAReservationThatIsThrottledAlone() {
        call(PATCH, "always", throttled(Duration.ofSeconds(20)));
        outages.succeeded(PATCH);
        call(PATCH, "always", throttled(Duration.ofSeconds(20)));

        assertThat(outages.state(PATCH)).isEqualTo(DependencyState.UP);
    }

    @Test
    void narrowsPollingNoLongerForAnOperationThatNoMessageNeeds() {
        pause = Duration.ZERO;
        failForAll();
        for (int probe = 0; probe < 10; probe++) {
            assertThat(outages.isProbeOnly()).isTrue();
            outages.probeBegan();
            call(GET, "a");
            outages.probeEnded(true);
        }
        assertThat(outages.isProbeOnly()).isFalse();
        assertThat(outages.state(PATCH)).isEqualTo(DependencyState.DOWN);

        call(PATCH, "trial", failed);
        assertThat(outages.isProbeOnly()).isTrue();
    }

    @Test
    void meetsLateCallsByFewerCallsAndTakesThemForAnOutageOnceThereIsOneLeft() {
        for (int call = 0; limits.limit(Dependency.INVENTORY) > 1; call++) {
            assertThat(call).isLessThan(20);
            assertThat(late("rsv-" + call)).isTrue();
        }
        assertThat(outages.state(Dependency.INVENTORY)).isEqualTo(DependencyState.UP);
        assertThat(limits.messagesWorthwhile()).isEqualTo(4);

        for (int call = 0; call < FailureRun.FAILING_RESERVATIONS; call++) {
            late("rsv-" + call);
        }
        assertThat(outages.state(Dependency.INVENTORY)).isEqualTo(DependencyState.DOWN);
    }

    @Test
    void checksTheLeaseAgainAfterACallHasWaited() throws Exception {
        shrinkToOne();
        CountDownLatch inCall = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        Future<String> first =
                threads.submit(() -> guarded.make(ServiceCall.RELEASE_HOLD, new ReservationId("a"), () -> {
                    inCall.countDown();
                    awaitQuietly(finish);
                    return "answer";
                }));
        inCall.await();
        AtomicInteger calls = new AtomicInteger();
        Future<String> second = threads.submit(() -> {
            LeaseFence.set(() -> {
                throw new LeaseLost("too late");
            });
            return guarded.make(
                    ServiceCall.RELEASE_HOLD, new ReservationId("b"), () -> "made " + calls.incrementAndGet());
        });
        await().pollInterval(Duration.ofMillis(1))
                .until(() -> limits.limiter(Dependency.INVENTORY).waiting() == 1);
        finish.countDown();

        assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("answer");
        assertThat(catchThrowable(() -> second.get(10, TimeUnit.SECONDS))).hasCauseInstanceOf(LeaseLost.class);
        assertThat(calls).hasValue(0);
        assertThat(call(ServiceCall.RELEASE_HOLD, "c")).isEqualTo("answer");
    }

    @Test
    void waitsForItsTurnNoLongerThanItMay() throws Exception {
        shrinkToOne();
        CountDownLatch inCall = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        Future<String> first =
                threads.submit(() -> guarded.make(ServiceCall.RELEASE_HOLD, new ReservationId("a"), () -> {
                    inCall.countDown();
                    awaitQuietly(finish);
                    return "answer";
                }));
        inCall.await();

        assertThatExceptionOfType(DependencyUnavailable.class)
                .isThrownBy(() -> call(ServiceCall.RELEASE_HOLD, "b"))
                .withMessageContaining("waited too long");
        assertThat(results).contains(Result.NO_SLOT);
        finish.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("answer");
    }

    private void shrinkToOne() {
        for (int call = 0; limits.limit(Dependency.INVENTORY) > 1; call++) {
            late("rsv-" + call);
        }
    }

    private void failForAll() {
        for (int reservation = 0; reservation < FailureRun.FAILING_RESERVATIONS; reservation++) {
            call(PATCH, "rsv-" + reservation, failed);
        }
    }

    /** Whether a call that takes its whole timeout fails as late. */
    private boolean late(String reservation) {
        Throwable thrown =
                catchThrowable(() -> guarded.make(ServiceCall.RELEASE_HOLD, new ReservationId(reservation), () -> {
                    long until = System.nanoTime() + DEADLINE.toNanos();
                    while (System.nanoTime() - until < 0) {
                        LockSupport.parkNanos(until - System.nanoTime());
                    }
                    throw new TransientFailure(Dependency.INVENTORY, "DEADLINE_EXCEEDED");
                }));
        return thrown instanceof TransientFailure failure && failure.isLate();
    }

    private String call(ServiceCall operation, String reservation) {
        return guarded.make(operation, new ReservationId(reservation), () -> "answer");
    }

    private void call(ServiceCall operation, String reservation, EventFailure failure) {
        assertThat(catchThrowable(() -> guarded.make(operation, new ReservationId(reservation), () -> {
                    throw failure;
                })))
                .isSameAs(failure);
    }

    private static PermanentFailure refused(String status) {
        return PermanentFailure.ofCaller(FailureReason.RESERVATION_REJECTED, status, status, null);
    }

    private static Throttled throttled(Duration retryAfter) {
        return new Throttled(Dependency.RESERVATION_API, "429", retryAfter);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
