package com.traffictacos.reservation.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkerMetricsTextTest {

    private static final String TEXT = """
            # HELP worker_events_total Deliveries by the way they ended.
            # TYPE worker_events_total counter
            worker_events_total{outcome="retried",type="expired"} 2.0
            worker_events_total{outcome="retried",type="failed"} 3.0
            worker_events_total{outcome="success",type="failed"} 40.0
            worker_active_tasks 7.0
            """;

    @Test
    void addsUpSeries() {
        assertThat(WorkerMetricsText.events(TEXT, "retried")).contains(5L);
        assertThat(WorkerMetricsText.events(TEXT, "success")).contains(40L);
        assertThat(WorkerMetricsText.sum(TEXT, "worker_active_tasks", "")).contains(7.0);
    }

    @Test
    void toleratesWhatIsMissing() {
        assertThat(WorkerMetricsText.events(TEXT, "dropped")).isEmpty();
        assertThat(WorkerMetricsText.events("", "retried")).isEmpty();
    }
}
