package com.traffictacos.reservation.worker.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a figure should be, with 2 CPUs for worker and world together and a pool of 20 unless the scenario says
 * otherwise. Machines differ, so most goals are ratios to a peer that was run in turn with the worker.
 *
 * @param atLeast the bound
 * @param aim better than the bound
 */
record Goal(String scenario, BenchFigure figure, Kind kind, double atLeast, double aim) {

    /** Of what there is a goal. */
    enum Kind {
        /** The worker's figure by that of a Spring Boot 4 listener on Spring Cloud AWS 4.1 that takes the same steps. */
        RATIO,
        /** The worker's figure itself. */
        OWN
    }

    private static final List<Goal> ALL = List.of(
            ratio("cold", BenchFigure.START_TO_READY_S, 0.65, 0.4),
            ratio("cold", BenchFigure.START_CPU_S, 0.50, 0.3),
            own("cold", BenchFigure.STOP_S, 3, 1),
            own("burst", BenchFigure.SHARE_OF_CEILING, 0.93, 0.97),
            own("burst", BenchFigure.REQUESTS_PER_EVENT, 0.22, 0.20),
            ratio("burst", BenchFigure.ANONYMOUS_MOST_MB, 0.65, 0.5),
            ratio("rtt", BenchFigure.EVENTS_PER_SECOND, 2.3, 4),
            ratio("saturate", BenchFigure.EVENTS_PER_SECOND, 2.0, 3.0),
            ratio("saturate", BenchFigure.WORKER_CPU_MS_PER_EVENT, 0.45, 0.3),
            own("saturate", BenchFigure.REQUESTS_PER_EVENT, 0.22, 0.20),
            own("saturate", BenchFigure.REDELIVERIES, 0, 0),
            ratio("steady-100", BenchFigure.REQUESTS_PER_EVENT, 1.1, 0.7),
            own("steady-100", BenchFigure.REQUESTS_PER_EVENT, 0.40, 0.25),
            own("steady-100", BenchFigure.RECEIVE_P50_BESIDE_CALLS, 45, 30),
            own("steady-100", BenchFigure.RECEIVE_P99_BESIDE_CALLS, 150, 80),
            ratio("steady-100", BenchFigure.ANONYMOUS_MOST_MB, 0.65, 0.5),
            own("idle", BenchFigure.IDLE_RECEIVES_PER_MINUTE, 3, 3),
            own("idle", BenchFigure.IDLE_CPU_PERCENT, 0.7, 0.7),
            own("idle", BenchFigure.STOP_S, 3, 1),
            own("outage", BenchFigure.REDELIVERIES, 100, 30),
            own("scale-200", BenchFigure.SHARE_OF_LIMIT, 0.85, 0.9));

    private static Goal ratio(String scenario, BenchFigure figure, double atLeast, double aim) {
        return new Goal(scenario, figure, Kind.RATIO, atLeast, aim);
    }

    private static Goal own(String scenario, BenchFigure figure, double atLeast, double aim) {
        return new Goal(scenario, figure, Kind.OWN, atLeast, aim);
    }

    /**
     * The goal that can be judged, or else the one that cannot.
     *
     * @param besidePeer whether there is a peer's figure from the same call
     */
    static Optional<Goal> of(String scenario, BenchFigure figure, boolean besidePeer) {
        List<Goal> goals = ALL.stream()
                .filter(goal -> goal.scenario.equals(scenario) && goal.figure == figure)
                .toList();
        return goals.stream()
                .filter(goal -> goal.kind == (besidePeer ? Kind.RATIO : Kind.OWN))
                .findFirst()
                .or(() -> goals.stream().findFirst());
    }

    /** The bound as it is shown; ratios begin with an x. */
    String shownBound() {
        return shown(atLeast);
    }

    String shownAim() {
        return shown(aim);
    }

    private String shown(double value) {
        String plain = value == Math.rint(value) ? Long.toString(Math.round(value)) : Double.toString(value);
        return kind == Kind.RATIO ? "x" + plain : plain;
    }

    /**
     * In a word; judged as the figure or the ratio is printed, to its last decimal.
     *
     * @param ratio to the peer, where there is one
     */
    String verdict(double value, OptionalDouble ratio) {
        return switch (kind) {
            case OWN -> verdict(figure.text(value));
            case RATIO -> ratio.isPresent() ? verdict(ratioText(ratio.getAsDouble())) : "no peer";
        };
    }

    static String ratioText(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }

    private String verdict(String printed) {
        double value = Double.parseDouble(printed);
        if (reaches(value, aim)) {
            return "aim";
        }
        return reaches(value, atLeast) ? "ok" : "MISSED";
    }

    /** Of some figures more is better, of most less. */
    private boolean reaches(double value, double bound) {
        return switch (figure) {
            case EVENTS_PER_SECOND, SHARE_OF_CEILING, SHARE_OF_LIMIT -> value >= bound;
            default -> value <= bound;
        };
    }
}
