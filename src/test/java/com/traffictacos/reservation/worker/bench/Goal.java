package com.traffictacos.reservation.worker.bench;

import java.util.List;
import java.util.Optional;

/**
 * What a figure should be, with 2 CPUs for worker and world together and a pool of 20 unless the scenario says
 * otherwise.
 *
 * @param atLeast the bound
 * @param aim better than the bound
 * @param rival a Spring Boot 4 listener on Spring Cloud AWS 4.1 that takes the same steps, on a machine like that
 */
record Goal(String scenario, Figure figure, double atLeast, double aim, String rival) {

    private static final List<Goal> ALL = List.of(
            new Goal("burst", Figure.SHARE_OF_CEILING, 0.85, 0.95, "0.70"),
            new Goal("burst", Figure.REQUESTS_PER_EVENT, 0.22, 0.20, "0.20-0.22"),
            new Goal("burst", Figure.PEAK_MB, 220, 150, "269-296"),
            new Goal("rtt", Figure.EVENTS_PER_SECOND, 800, 1_500, "389"),
            new Goal("saturate", Figure.EVENTS_PER_SECOND, 1_500, 2_500, "754"),
            new Goal("saturate", Figure.WORKER_CPU_MS_PER_EVENT, 1.2, 0.6, "2.0"),
            new Goal("saturate", Figure.REQUESTS_PER_EVENT, 0.22, 0.20, "0.20-0.22"),
            new Goal("steady", Figure.RECEIVE_P50, 80, 65, "115"),
            new Goal("steady", Figure.RECEIVE_P99, 110, 80, "276"),
            new Goal("steady", Figure.PEAK_MB, 220, 150, "269-296"),
            new Goal("cold", Figure.START_TO_READY_S, 4.0, 2.0, "4.7"),
            new Goal("cold", Figure.START_TO_FIRST_S, 5.0, 2.5, "7.5"),
            new Goal("cold", Figure.STOP_S, 3, 1, "19-22"),
            new Goal("idle", Figure.IDLE_RECEIVES_PER_MINUTE, 3, 3, "3"),
            new Goal("idle", Figure.IDLE_CPU_PERCENT, 0.7, 0.7, "0.75"),
            new Goal("idle", Figure.STOP_S, 3, 1, "19-22"),
            new Goal("outage", Figure.REDELIVERIES, 100, 30, "4414"),
            new Goal("scale-200", Figure.SHARE_OF_LIMIT, 0.7, 0.9, "-"));

    static Optional<Goal> of(String scenario, Figure figure) {
        return ALL.stream()
                .filter(goal -> goal.scenario.equals(scenario) && goal.figure == figure)
                .findFirst();
    }

    /** In a word; judged as the figure is printed, to its last decimal. */
    String verdict(double value) {
        double printed = Double.parseDouble(figure.text(value));
        if (reaches(printed, aim)) {
            return "aim";
        }
        return reaches(printed, atLeast) ? "ok" : "MISSED";
    }

    /** Of some figures more is better, of most less. */
    private boolean reaches(double value, double bound) {
        return switch (figure) {
            case EVENTS_PER_SECOND, SHARE_OF_CEILING, SHARE_OF_LIMIT -> value >= bound;
            default -> value <= bound;
        };
    }
}
