package com.traffictacos.reservation.worker.sandbox;

import java.util.Optional;

/** Figures out of a worker's {@code /metrics} (Prometheus text format). */
public final class WorkerMetricsText {

    private WorkerMetricsText() {}

    /**
     * The sum over every series of a metric that has a label.
     *
     * @param label {@code name="value"}; empty for every series
     * @return nothing if there is no such series
     */
    public static Optional<Double> sum(String text, String metric, String label) {
        double sum = 0;
        boolean found = false;
        for (String line : text.lines().toList()) {
            int space = line.lastIndexOf(' ');
            boolean ofMetric = line.startsWith(metric + "{") || line.startsWith(metric + " ");
            if (space > 0 && ofMetric && line.contains(label)) {
                sum += Double.parseDouble(line.substring(space + 1));
                found = true;
            }
        }
        return found ? Optional.of(sum) : Optional.empty();
    }

    /** Deliveries that ended in that way. */
    public static Optional<Long> events(String text, String outcome) {
        return sum(text, "worker_events_total", "outcome=\"" + outcome + "\"").map(Math::round);
    }
}
