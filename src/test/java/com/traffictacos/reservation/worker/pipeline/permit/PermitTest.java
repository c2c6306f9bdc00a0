package com.traffictacos.reservation.worker.pipeline.permit;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.fixture.EventMessages;
import com.traffictacos.reservation.worker.pipeline.PermitFixture;
import com.traffictacos.reservation.worker.pipeline.permit.PermitGrants.PollGrant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PermitTest {

    private final PermitFixture fixture = new PermitFixture(20);

    @BeforeEach
    void processABatch() throws Exception {
        List<Permit> permits = fixture.grants().next().permits();
        permits.forEach(Permit::processingBegins);
        permits.forEach(Permit::release);
    }

    @Test
    void freesItsWorkerOnceHoweverOftenItIsReleased() throws Exception {
        PollGrant grant = fixture.grants().next();
        assertThat(fixture.permits().free()).isEqualTo(10);
        Permit permit = grant.permits().getFirst();
        permit.release();
        permit.release();

        assertThat(fixture.permits().free()).isEqualTo(11);
    }

    @Test
    void lendsNothingUntilItIsKnownHowLongProcessingTakes() throws Exception {
        PermitFixture unused = new PermitFixture(20);
        unused.permit().processingBegins();

        assertThat(unused.lent()).isZero();
    }

    @Test
    void lendsNothingWhileAServiceIsOverloaded() throws Exception {
        fixture.permits().limitTo(() -> 15);
        Permit permit = fixture.grants().next().permits().getFirst();
        permit.processingBegins();

        assertThat(fixture.lent()).isZero();
    }

    /** Lent permits are free, but their workers are not: without the limit they would let twenty more in. */
    @Test
    void countsLentPermitsOnceAServiceIsOverloaded() throws Exception {
        List<Permit> running = new ArrayList<>(fixture.grants().next().permits());
        running.addAll(fixture.grants().next().permits());
        running.forEach(Permit::processingBegins);
        assertThat(fixture.lent()).isEqualTo(20);
        assertThat(fixture.permits().isAvailable()).isTrue();

        fixture.permits().limitTo(() -> 8);
        assertThat(fixture.permits().isAvailable()).isFalse();
        running.subList(0, 12).forEach(Permit::release);
        assertThat(fixture.permits().isAvailable()).isFalse();
        running.get(12).release();
        assertThat(fixture.permits().isAvailable()).isTrue();
    }

    @Test
    void lendsItsSlotWhenProcessingBeginsAndFreesNothingMoreAtTheEnd() throws Exception {
        Permit permit = fixture.grants().next().permits().getFirst();
        permit.processingBegins();
        permit.processingBegins();
        assertThat(fixture.permits().free()).isEqualTo(11);
        permit.release();

        assertThat(fixture.permits().free()).isEqualTo(11);
    }

    @Test
    void freesNothingIfProcessingBeginsAfterItsRelease() throws Exception {
        Permit permit = fixture.grants().next().permits().getFirst();
        permit.release();
        permit.processingBegins();

        assertThat(fixture.permits().free()).isEqualTo(11);
    }

    @Test
    void isReleasedWithTheReceiveIfItHasNoMessage() throws Exception {
        PollGrant grant = fixture.grants().next();
        fixture.grants().received(grant, List.of(EventMessages.withId("only")));

        assertThat(fixture.permits().free()).isEqualTo(19);
        grant.permits().forEach(Permit::release);
        assertThat(fixture.permits().free()).isEqualTo(20);
    }

    /** The begin of the processing, its end and a drain at the same time. */
    @RepeatedTest(50)
    void countsOnceWhoeverReleasesIt() throws Exception {
        List<Permit> permits = fixture.grants().next().permits();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> ends = new ArrayList<>();
            for (Permit permit : permits) {
                ends.add(threads.submit(permit::processingBegins));
                ends.add(threads.submit(permit::release));
                ends.add(threads.submit(permit::release));
            }
            for (Future<?> end : ends) {
                end.get(10, TimeUnit.SECONDS);
            }
        }

        assertThat(fixture.permits().free()).isEqualTo(20);
        assertThat(fixture.lent()).isZero();
    }
}
