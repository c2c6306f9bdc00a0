package com.traffictacos.reservation.worker.pipeline;

import com.traffictacos.reservation.worker.pipeline.delivery.ReceiveBudget;
import com.traffictacos.reservation.worker.pipeline.dependency.ConcurrencyLimits;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyOutages;
import com.traffictacos.reservation.worker.pipeline.permit.Permit;
import com.traffictacos.reservation.worker.pipeline.permit.PermitGrants;
import com.traffictacos.reservation.worker.pipeline.permit.Permits;
import com.traffictacos.reservation.worker.pipeline.permit.PollGate;
import com.traffictacos.reservation.worker.pipeline.permit.Prefetch;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import java.time.Clock;
import java.time.Duration;

/** The worker's own permits, without a queue. */
public final class PermitFixture {

    private final Permits permits;
    private final Prefetch prefetch;
    private final PollGate gate = new PollGate(
            new DependencyOutages(new RecordingObserver(), Clock.systemUTC(), failures -> Duration.ofMillis(20)));
    private final PermitGrants grants;

    public PermitFixture(int workers) {
        Settings.Worker settings = PipelineFixture.settings(workers);
        permits = new Permits(settings);
        prefetch = new Prefetch(settings);
        grants = new PermitGrants(
                permits,
                gate,
                prefetch,
                new ConcurrencyLimits(workers, Duration.ofSeconds(30), Duration.ofSeconds(30)),
                new ReceiveBudget(Long.MAX_VALUE));
    }

    /** What keeps the worker from receiving. */
    public PollGate gate() {
        return gate;
    }

    public PermitGrants grants() {
        return grants;
    }

    public Permits permits() {
        return permits;
    }

    /** The number of permits whose worker is used for another message already. */
    public int lent() {
        return prefetch.lent();
    }

    /** Takes one permit. */
    public Permit permit() {
        try {
            return grants.next().permits().getFirst();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
