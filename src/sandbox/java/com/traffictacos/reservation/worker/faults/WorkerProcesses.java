package com.traffictacos.reservation.worker.faults;

import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.sandbox.WorkerInstall;
import com.traffictacos.reservation.worker.sandbox.WorkerMetricsText;
import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.core.ConditionTimeoutException;

/** The workers of a scene, one after the other or side by side. Confined to one thread. */
final class WorkerProcesses implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration REST_TIMEOUT = Duration.ofSeconds(5);

    private final String run;
    private final Map<String, String> worldSettings;
    private final Map<String, WorkerInstall> installs = new HashMap<>();
    private final Map<WorkerProcess, Boolean> running = new LinkedHashMap<>();
    private final List<String> imbalances = new ArrayList<>();
    private int balances;

    WorkerProcesses(String run, Map<String, String> worldSettings) {
        this.run = run;
        this.worldSettings = worldSettings;
    }

    /**
     * Starts a worker and waits until it is ready.
     *
     * @param slot of the scene; one worker runs in it at a time
     * @param settings on top of those that lead into the world
     */
    WorkerProcess start(String slot, Map<String, String> settings) {
        return launch(slot, settings).awaitReady(START_TIMEOUT);
    }

    /** Starts a worker and does not wait for it. */
    WorkerProcess launch(String slot, Map<String, String> settings) {
        WorkerInstall install = installs.computeIfAbsent(slot, key -> WorkerInstall.named("faults/" + run + "/" + key));
        Map<String, String> all = new HashMap<>(worldSettings);
        all.putAll(settings);
        WorkerProcess worker = install.start(all);
        running.put(worker, true);
        return worker;
    }

    /** Ends a worker where it stands; it leaves no balance. */
    void kill(WorkerProcess worker) {
        worker.kill();
        worker.close();
        running.remove(worker);
    }

    /** Takes the balance of a worker that was asked to stop and has ended. */
    void bury(WorkerProcess worker) {
        running.remove(worker);
        noteBalance(worker);
        worker.close();
    }

    /** Stops every worker that runs, each when its books are at rest. */
    void stopAll() {
        for (WorkerProcess worker : List.copyOf(running.keySet())) {
            noteMetric(worker);
            worker.stop();
            bury(worker);
        }
    }

    /** The balances of all workers that were stopped. */
    ScenarioFigure balance() {
        boolean met = imbalances.isEmpty() && balances > 0;
        return new ScenarioFigure("unaccounted, in log and metric", met ? "0" : imbalances.toString(), "0", met);
    }

    private void noteMetric(WorkerProcess worker) {
        try {
            await("balanced books")
                    .atMost(REST_TIMEOUT)
                    .until(() -> unaccounted(worker).equals(Optional.of(0.0)));
        } catch (ConditionTimeoutException e) {
            imbalances.add("worker_unaccounted is " + unaccounted(worker));
        }
    }

    private static Optional<Double> unaccounted(WorkerProcess worker) {
        return worker.get("/metrics").flatMap(text -> WorkerMetricsText.sum(text, "worker_unaccounted", ""));
    }

    private void noteBalance(WorkerProcess worker) {
        Optional<JsonObject> line = worker.logLines().stream()
                .filter(text -> text.contains("\"unaccounted\":"))
                .map(text -> Json.createReader(new StringReader(text)).readObject())
                .reduce((first, second) -> second);
        balances++;
        if (line.isEmpty()) {
            imbalances.add("no balance in " + worker.log());
        } else if (line.get().getInt("unaccounted") != 0 || line.get().getInt("in_hand") != 0) {
            imbalances.add(line.get().toString());
        }
    }

    @Override
    public void close() {
        List.copyOf(running.keySet()).forEach(WorkerProcess::close);
        installs.values().forEach(WorkerInstall::remove);
    }
}
