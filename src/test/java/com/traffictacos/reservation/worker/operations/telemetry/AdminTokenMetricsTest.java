package com.traffictacos.reservation.worker.operations.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.traffictacos.reservation.worker.operations.auth.AdminTokens;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import jakarta.enterprise.event.Startup;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdminTokenMetricsTest {

    /** Both series from the start, so that a rate of the first fault is no gap. */
    @Test
    void countsChangesOfTheTokensFileByResult() {
        Metrics metrics = new Metrics(false);
        AdminTokens tokens =
                new AdminTokens(new Settings.Operations(Optional.empty(), Optional.empty(), false, 8040, 8041));

        new WorkerGauges().operators(new Startup(), metrics, tokens);

        assertThat(metrics.now().stream()
                        .filter(metric -> metric.getMetadata().getName().equals("worker_admin_tokens_reloads")))
                .singleElement()
                .isInstanceOfSatisfying(
                        CounterSnapshot.class,
                        counter -> assertThat(counter.getDataPoints())
                                .extracting(point -> point.getLabels().get("result"), point -> point.getValue())
                                .containsExactlyInAnyOrder(tuple("applied", 0.0), tuple("rejected", 0.0)));
    }
}
