package com.traffictacos.reservation.worker.operations.fleet.peers;

import com.traffictacos.reservation.worker.event.failure.Dependency;
import com.traffictacos.reservation.worker.operations.admin.PollingControl;
import com.traffictacos.reservation.worker.operations.admin.ReceiveObstacle;
import com.traffictacos.reservation.worker.operations.admin.ReceiveObstacles;
import com.traffictacos.reservation.worker.operations.admin.WorkerOverview;
import com.traffictacos.reservation.worker.operations.fleet.FleetPause;
import com.traffictacos.reservation.worker.operations.health.ProcessIdentity;
import com.traffictacos.reservation.worker.operations.http.JsonResponse;
import com.traffictacos.reservation.worker.operations.telemetry.MetricsSnapshot;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.process.PodInfo;
import com.traffictacos.reservation.worker.platform.settings.WorkerMode;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The figures of this worker for the others. Reads what is counted anyway, makes no request, and is made at most once a
 * second, whoever asks. Thread-safe.
 */
@SingletonBean
public class OwnStatus {

    static final Duration FRESH = Duration.ofSeconds(1);

    private final WorkerOverview worker;
    private final MetricsSnapshot figures;
    private final PollingControl polling;
    private final ReceiveObstacles obstacles;
    private final FleetPause fleet;
    private final WorkerMode mode;
    private final Clock clock;

    // Guarded by this.
    private String text = "";
    private Instant madeAt = Instant.EPOCH;

    @Inject
    public OwnStatus(
            WorkerOverview worker,
            MetricsSnapshot figures,
            PollingControl polling,
            ReceiveObstacles obstacles,
            FleetPause fleet,
            WorkerMode mode,
            Clock clock) {
        this.worker = worker;
        this.figures = figures;
        this.polling = polling;
        this.obstacles = obstacles;
        this.fleet = fleet;
        this.mode = mode;
        this.clock = clock;
    }

    /** As JSON; at most a second old. */
    synchronized String text() {
        Instant now = clock.instant();
        if (!now.isBefore(madeAt.plus(FRESH))) {
            text = JsonResponse.text(now());
            madeAt = now;
        }
        return text;
    }

    PodStatus now() {
        return new PodStatus(
                ProcessIdentity.ID,
                PodInfo.name(),
                PodInfo.startedAt(),
                worker.lifecycle(),
                worker.condition().name().toLowerCase(Locale.ROOT),
                obstacles.first().map(ReceiveObstacle::word).orElse(null),
                polling.isPaused(),
                fleet.status().flag().paused(),
                worker.inFlight(),
                worker.busy(),
                takesEvents() ? worker.permits() : 0,
                takesEvents() ? worker.permitsFree() : 0,
                events(),
                dependencies(),
                worker.deliveries().stream()
                        .limit(PodStatus.MAX_MESSAGES)
                        .map(PodStatus.Message::of)
                        .toList());
    }

    /** In operations mode there are permits, and nothing that would take one. */
    private boolean takesEvents() {
        return mode == WorkerMode.WORKER;
    }

    private Map<String, Long> events() {
        Map<String, Long> byOutcome = new TreeMap<>();
        figures.events().values().forEach(type -> type.forEach((outcome, n) -> byOutcome.merge(outcome, n, Long::sum)));
        return byOutcome;
    }

    private Map<String, String> dependencies() {
        Map<String, String> states = new LinkedHashMap<>();
        for (Dependency dependency : Dependency.values()) {
            states.put(dependency.label(), polling.state(dependency).label());
        }
        return states;
    }
}
