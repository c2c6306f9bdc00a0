package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffic_tacos.worker.v1.FleetPod;
import com.traffic_tacos.worker.v1.FleetServiceGrpc;
import com.traffic_tacos.worker.v1.GetFleetRequest;
import com.traffic_tacos.worker.v1.GetFleetResponse;
import com.traffic_tacos.worker.v1.ResumeFleetRequest;
import com.traffictacos.reservation.worker.sandbox.EventMix;
import com.traffictacos.reservation.worker.sandbox.ReservationGenerator;
import com.traffictacos.reservation.worker.sandbox.ReservationScript;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.SqsFault;
import com.traffictacos.reservation.worker.sandbox.SqsFaults;
import com.traffictacos.reservation.worker.sandbox.WorkerInstall;
import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Two workers of one queue, a third that starts later, and an address at which somebody hangs. */
@TestMethodOrder(OrderAnnotation.class)
class FleetIT {

    private static final String TOKEN = OperatorToken.VALUE;
    /** At 300 ms per call both pods have some in flight for 18 s: on a busy machine a look takes long. */
    private static final int EXPIRIES = 2_400;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FIRST = WorkerInstall.freePort();
    private static final int SECOND = WorkerInstall.freePort();
    private static final int THIRD = WorkerInstall.freePort();
    private static final int GRPC = WorkerInstall.freePort();

    private static ServerSocket hung;
    private static WorkerFixture first;
    private static WorkerProcess second;
    private static AdminClient operator;

    private static Map<String, String> settings(String pod, int port, String console) {
        return Map.of(
                "POD_NAME",
                pod,
                "SERVER_PORT",
                Integer.toString(port),
                "ADMIN_TOKEN",
                TOKEN,
                "CONSOLE_ENABLED",
                console,
                "FLEET_FLAG_INTERVAL_SECONDS",
                "1",
                "INVENTORY_TIMEOUT_MS",
                "5000",
                "FLEET_PEERS",
                "127.0.0.1:%d,127.0.0.1:%d,127.0.0.1:%d,127.0.0.1:%d"
                        .formatted(FIRST, SECOND, THIRD, hung.getLocalPort()));
    }

    @BeforeAll
    static void start() throws IOException {
        // Nobody accepts: the system does, and no answer ever comes.
        hung = new ServerSocket(WorkerInstall.freePort(), 50, InetAddress.getLoopbackAddress());
        SandboxWorld world = SandboxWorld.start();
        Map<String, String> ofTheFirst = new HashMap<>(settings("worker-1", FIRST, "true"));
        ofTheFirst.put("GRPC_DEBUG_PORT", Integer.toString(GRPC));
        first = WorkerFixture.open("fleet-1", world, ofTheFirst);
        // As in production: operators' HTTP is off where events are taken.
        second = WorkerInstall.named("fleet-2")
                .start(WorkerFixture.settings(world, settings("worker-2", SECOND, "false")))
                .awaitReady(PATIENCE);
        operator = new AdminClient(first.worker().http(), TOKEN);
    }

    @AfterAll
    static void close() throws IOException {
        if (operator != null) {
            operator.close();
        }
        if (second != null) {
            second.close();
        }
        if (first != null) {
            first.close();
        }
        hung.close();
    }

    private static JsonObject fleet() {
        return operator.get("/admin/fleet");
    }

    private static Map<String, JsonObject> pods() {
        return fleet().getJsonArray("pods").getValuesAs(JsonObject.class).stream()
                .map(pod -> pod.getJsonObject("status"))
                .collect(Collectors.toMap(status -> status.getString("name"), status -> status));
    }

    private static ReservationGenerator expiries(int seed) {
        return new ReservationGenerator(EventMix.of(ReservationScript.EXPIRES), seed);
    }

    @Test
    @Order(1)
    void sumsWhatAllPodsDoAndSaysWhoHasWhat() {
        first.world().inventory().conditions().setLatency(Duration.ofMillis(300));
        first.world().generator().send(expiries(91), EXPIRIES);
        AtomicReference<String> ofTheSecond = new AtomicReference<>("");

        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
            JsonObject fleet = fleet();
            assertThat(fleet.getJsonArray("in_work").getValuesAs(JsonObject.class))
                    .extracting(message -> message.getString("pod"))
                    .contains("worker-1", "worker-2");
            ofTheSecond.set(fleet.getJsonArray("in_work").getValuesAs(JsonObject.class).stream()
                    .filter(message -> message.getString("pod").equals("worker-2"))
                    .map(message -> message.getJsonObject("message").getString("reservation_id", ""))
                    .filter(id -> !id.isEmpty())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("the second pod has nothing in flight")));
            assertThat(fleet.getJsonObject("sums").getInt("in_work"))
                    .isEqualTo(fleet.getJsonArray("pods").getValuesAs(JsonObject.class).stream()
                            .mapToInt(pod -> pod.getJsonObject("status").getInt("in_work"))
                            .sum());
        });
        first.world().inventory().conditions().setLatency(Duration.ZERO);
        first.awaitEmptyQueue(PATIENCE);
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonObject sums = fleet().getJsonObject("sums");
            assertThat(sums.getInt("pods")).isEqualTo(2);
            assertThat(sums.getInt("receiving")).isEqualTo(2);
            assertThat(sums.getInt("permits")).isEqualTo(40);
            assertThat(sums.getInt("in_work")).isZero();
            assertThat(sums.getJsonObject("events").getInt("success")).isEqualTo(EXPIRIES);
        });
        JsonObject known = operator.get("/admin/reservations/" + ofTheSecond.get() + "/pods");
        assertThat(known.getJsonArray("pods").getValuesAs(JsonObject.class))
                .singleElement()
                .satisfies(pod -> {
                    assertThat(pod.getString("name")).isEqualTo("worker-2");
                    assertThat(pod.getJsonObject("outcomes").getInt("matched")).isPositive();
                });
        assertThat(known.getJsonArray("silent"))
                .as("one hangs, one is not there yet")
                .hasSize(2);
        assertThat(pods()).containsOnlyKeys("worker-1", "worker-2").allSatisfy((name, pod) -> {
            assertThat(pod.getString("state")).isEqualTo("running");
            assertThat(pod.getJsonObject("events").getInt("success")).isPositive();
        });
    }

    @Test
    @Order(2)
    void namesWhoDoesNotAnswerAndWaitsForNobody() {
        List<JsonObject> silent = fleet().getJsonArray("silent").getValuesAs(JsonObject.class);
        assertThat(silent)
                .extracting(address -> address.getString("address") + " " + address.getString("cause"))
                .containsExactly(
                        "127.0.0.1:" + THIRD + " nothing listens there",
                        "127.0.0.1:" + hung.getLocalPort() + " no answer within 900 ms");

        // Each look takes a second by the address that hangs; whoever waited for one each time would need ten.
        long begun = System.nanoTime();
        for (int i = 0; i < 10; i++) {
            assertThat(fleet().getJsonObject("sums").getInt("pods")).isEqualTo(2);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    @Order(3)
    void refusesStrangersWhatItTellsOtherPods() {
        String operators = "Authorization: Bearer " + TOKEN;

        assertThat(RawHttp.send(second.http(), "127.0.0.1", "GET", "/fleet/pod", List.of(), "")
                        .status())
                .isEqualTo(401);
        assertThat(RawHttp.send(second.http(), "127.0.0.1", "GET", "/fleet/pod", List.of(operators), "")
                        .status())
                .as("an operator's token is for the doors of operators")
                .isEqualTo(401);
    }

    @Test
    @Order(4)
    void pausesAllPodsAndOneThatStartsLater() {
        JsonObject flag = operator.post("/admin/fleet/pause", "{}", 200);
        assertThat(flag.getString("operator")).isEqualTo("alice");
        awaitReceiving("fleet_paused", "worker-1", "worker-2");
        JsonObject polling = operator.get("/admin/status").getJsonObject("polling");
        assertThat(polling.getBoolean("paused")).as("this pod by itself").isFalse();
        assertThat(polling.getJsonObject("fleet").getString("operator")).isEqualTo("alice");
        // Receives that were under way may still bring what comes now.
        await().atMost(PATIENCE).until(() -> {
            first.world().generator().sendBody("{}");
            return first.world().depth().waiting() >= 3;
        });

        try (WorkerProcess third = WorkerInstall.named("fleet-3")
                        .start(WorkerFixture.settings(first.world(), settings("worker-3", THIRD, "true")))
                        .awaitReady(PATIENCE);
                AdminClient there = new AdminClient(third.http(), TOKEN);
                ReflectionClient grpc = new ReflectionClient(GRPC)) {
            JsonObject status = there.get("/admin/status");
            assertThat(status.getJsonObject("polling").getString("not_receiving"))
                    .isEqualTo("fleet_paused");
            assertThat(status.getJsonObject("deliveries").getInt("received")).isZero();
            awaitReceiving("fleet_paused", "worker-1", "worker-2", "worker-3");

            keepsItsPauseWhileTheFlagCannotBeRead();
            assertThat(first.world().depth().waiting()).isGreaterThanOrEqualTo(3);
            assertThat(third.get("/metrics").orElse("")).contains("worker_fleet_paused 1");

            FleetServiceGrpc.FleetServiceBlockingStub stub =
                    OperatorToken.with(FleetServiceGrpc.newBlockingStub(grpc.channel()));
            assertThat(stub.resume(ResumeFleetRequest.getDefaultInstance()).getPaused())
                    .isFalse();
            first.awaitEmptyQueue(PATIENCE);
            awaitReceiving("", "worker-1", "worker-2", "worker-3");
            GetFleetResponse byGrpc = stub.getFleet(GetFleetRequest.getDefaultInstance());
            assertThat(byGrpc.getSums().getPods()).isEqualTo(3);
            assertThat(byGrpc.getPodsList())
                    .extracting(FleetPod::getName)
                    .containsExactly("worker-1", "worker-2", "worker-3");
            assertThat(byGrpc.getSilentList()).hasSize(1);
        }
        assertThat(operator.get("/admin/audit").getJsonArray("changes").getValuesAs(JsonObject.class))
                .extracting(change -> change.getString("action"))
                .containsExactly("resume fleet", "pause fleet");
    }

    private static void keepsItsPauseWhileTheFlagCannotBeRead() {
        SqsFaults.Injection denied = first.world()
                .gateway()
                .faults()
                .inject(SqsFaults.Rule.always(SqsFault.Refusal.accessDenied(), "ListQueueTags"));
        await().atMost(PATIENCE)
                .until(() -> operator.get("/admin/status")
                        .getJsonObject("polling")
                        .getJsonObject("fleet")
                        .containsKey("problem"));
        awaitReceiving("fleet_paused", "worker-1", "worker-2", "worker-3");
        denied.remove();
        assertThat(first.worker().logLines())
                .anySatisfy(line -> assertThat(line).contains("the fleet's flag cannot be read", "AccessDenied"));
    }

    /** @param obstacle empty for none */
    private static void awaitReceiving(String obstacle, String... names) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(pods())
                        .containsOnlyKeys(names)
                        .allSatisfy((name, pod) ->
                                assertThat(pod.getString("not_receiving", "")).isEqualTo(obstacle)));
    }
}
