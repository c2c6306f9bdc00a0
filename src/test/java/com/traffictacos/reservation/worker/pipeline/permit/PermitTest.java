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
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PermitTest {

    private final PermitFixture fixture = new PermitFixture(20);

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
    void freesItsWorkerWithTheLastCallAndNotAgainAtTheEnd() throws Exception {
        Permit permit = fixture.grants().next().permits().getFirst();
        permit.lastCallBegins();
        permit.lastCallBegins();
        assertThat(fixture.permits().free()).isEqualTo(11);
        permit.release();

        assertThat(fixture.permits().free()).isEqualTo(11);
    }

    @Test
    void freesNothingForALastCallAfterItsRelease() throws Exception {
        Permit permit = fixture.grants().next().permits().getFirst();
        permit.release();
        permit.lastCallBegins();

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

    /** The handler's last call, its end and a drain at the same time. */
    @RepeatedTest(50)
    void countsOnceWhoeverReleasesIt() throws Exception {
        List<Permit> permits = fixture.grants().next().permits();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> ends = new ArrayList<>();
            for (Permit permit : permits) {
                ends.add(threads.submit(permit::lastCallBegins));
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
