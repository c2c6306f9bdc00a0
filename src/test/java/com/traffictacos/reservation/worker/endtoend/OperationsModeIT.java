package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.sandbox.Poison;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.WorkerInstall;
import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A process in operations mode: no event is taken, and operators are served, while no worker is there and beside one. */
class OperationsModeIT {

    private static final String TOKEN = OperatorToken.VALUE;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int DEAD_LETTERS = 8;

    @Test
    void servesOperatorsAndTakesNoEvents() {
        SandboxWorld world = SandboxWorld.start();
        world.poison().lay(DEAD_LETTERS);
        world.generator().sendBody("{}");
        int worker = WorkerInstall.freePort();
        Map<String, String> settings = new HashMap<>(Map.of(
                "WORKER_MODE", "operations",
                "POD_NAME", "operations",
                "ADMIN_TOKEN", TOKEN,
                "CONSOLE_ENABLED", "true",
                "FLEET_FLAG_INTERVAL_SECONDS", "1",
                "FLEET_PEERS", "127.0.0.1:" + worker));
        // Nobody is there: its readiness does not hang on it.
        settings.put("INVENTORY_GRPC_ADDR", "127.0.0.1:" + WorkerInstall.freePort());
        try (WorkerFixture fixture = WorkerFixture.open("operations-mode", world, settings);
                AdminClient operator = new AdminClient(fixture.worker().http(), TOKEN)) {
            JsonObject status = operator.get("/admin/status");
            assertThat(status.getString("state")).isEqualTo("running");
            assertThat(status.getString("condition")).isEqualTo("healthy");
            assertThat(status.getJsonObject("polling").getString("not_receiving"))
                    .isEqualTo("operations_mode");
            assertThat(status.getJsonObject("queue").getInt("visible")).isEqualTo(1);

            redrives(operator);
            assertThat(world.depth().waiting()).isEqualTo(1 + 2);
            assertThat(operator.get("/admin/status").getJsonObject("deliveries").getInt("received"))
                    .isZero();

            operator.post("/admin/fleet/pause", "{}", 200);
            besideAWorker(world, worker, operator);
            fixture.stopAndCheckBalance();
            assertThat(fixture.worker().logLines()).noneMatch(line -> line.contains("\"msg\":\"warmed up\""));
        }
    }

    private static void redrives(AdminClient operator) {
        JsonObject job = operator.post(
                "/admin/dead-letters/redrive",
                "{\"selection\":{\"reasons\":[\"%s\"]},\"confirm\":\"redrive\"}"
                        .formatted(Poison.Kind.OUTLASTED.word()),
                202);
        assertThat(operator.awaitJob(job.getString("id")).getInt("done")).isEqualTo(2);
    }

    /** The fleet was paused while no worker was there. */
    private static void besideAWorker(SandboxWorld world, int port, AdminClient operator) {
        Map<String, String> settings = Map.of(
                "POD_NAME",
                "worker-1",
                "ADMIN_TOKEN",
                TOKEN,
                "SERVER_PORT",
                Integer.toString(port),
                "FLEET_FLAG_INTERVAL_SECONDS",
                "1");
        try (WorkerProcess worker = WorkerInstall.named("operations-mode-worker")
                .start(WorkerFixture.settings(world, settings))
                .awaitReady(PATIENCE)) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                JsonObject fleet = operator.get("/admin/fleet");
                assertThat(fleet.getJsonArray("pods").getValuesAs(JsonObject.class))
                        .extracting(pod -> pod.getJsonObject("status").getString("name") + " "
                                + pod.getJsonObject("status").getString("not_receiving", ""))
                        .containsExactly("operations operations_mode", "worker-1 fleet_paused");
                assertThat(fleet.getJsonObject("sums").getInt("permits"))
                        .as("those of the worker alone")
                        .isEqualTo(20);
            });
            assertThat(world.depth().waiting()).isEqualTo(3);
            operator.post("/admin/fleet/resume", "{}", 200);
            await().atMost(PATIENCE).until(() -> world.depth().total() == 0);
            assertThat(worker.stop()).isIn(0, 143);
        }
    }
}
