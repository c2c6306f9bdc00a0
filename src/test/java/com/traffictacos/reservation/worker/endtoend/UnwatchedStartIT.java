package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.traffictacos.reservation.worker.sandbox.EventMix;
import com.traffictacos.reservation.worker.sandbox.ReservationGenerator;
import com.traffictacos.reservation.worker.sandbox.ReservationScript;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.WorkerInstall;
import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A worker that cannot be watched takes no messages: it says why in one line and ends with an exit code that is not zero,
 * whatever part of it did not start.
 */
class UnwatchedStartIT {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final int EX_SOFTWARE = 70;

    private static SandboxWorld world;

    @BeforeAll
    static void open() {
        world = SandboxWorld.start();
        world.generator().send(new ReservationGenerator(EventMix.of(ReservationScript.EXPIRES), 16), 20);
    }

    @AfterAll
    static void close() {
        world.close();
    }

    /** Another process has the port, and answers as a healthy one would. */
    @Test
    void endsWhenItsHttpPortIsTaken() throws IOException {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            byte[] body = "{\"status\":\"UP\",\"checks\":[]}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        other.start();
        try {
            String port = Integer.toString(other.getAddress().getPort());
            assertThatItEnds(
                    WorkerInstall.named("http-port-taken").start(settings(Map.of("SERVER_PORT", port))),
                    "SERVER_PORT " + port);
        } finally {
            other.stop(0);
        }
    }

    @Test
    void endsWhenItsGrpcPortIsTaken() throws IOException {
        try (ServerSocket other = new ServerSocket(0)) {
            String port = Integer.toString(other.getLocalPort());
            assertThatItEnds(
                    WorkerInstall.named("grpc-port-taken").start(settings(Map.of("GRPC_DEBUG_PORT", port))),
                    "GRPC_DEBUG_PORT " + port);
        }
    }

    @Test
    void endsWhenItMayNotOpenAsManyFilesAsItNeeds() {
        assertThatItEnds(
                WorkerInstall.named("few-files")
                        .startWithOpenFiles(1024, settings(Map.of("WORKER_CONCURRENCY", "1000"))),
                "the process may open 1024 files");
    }

    @Test
    void endsWhenTheApplicationDoesNotStart() {
        WorkerInstall install = WorkerInstall.named("library-missing");
        install.removeLibrary("grpc-core");
        assertThatItEnds(install.start(settings(Map.of())), "the application could not be started");
    }

    /** Not even the part of the server that runs applications is there: the server itself has the last word. */
    @Test
    void endsWhenAFeatureIsMissing() {
        WorkerInstall install = WorkerInstall.named("feature-missing");
        install.editServerXml("mpHealth-4.0", "mpHealth-4.99");
        try (WorkerProcess worker = install.start(settings(Map.of()))) {
            OptionalInt exit = worker.awaitExit(TIMEOUT);
            assertThat(exit).as("ends by itself; log: %s", worker.logTail(20)).isPresent();
            assertThat(worker.logLines()).anySatisfy(line -> assertThat(line).contains("mphealth-4.99"));
            assertThat(receives()).as("receives").isZero();
        }
    }

    private static void assertThatItEnds(WorkerProcess started, String why) {
        try (started) {
            OptionalInt exit = started.awaitExit(TIMEOUT);
            List<String> log = started.logLines();
            assertThat(exit).as("ends by itself; log: %s", log).hasValue(EX_SOFTWARE);
            assertThat(log.stream().filter(line -> line.contains("the worker takes no messages and ends")))
                    .as("lines that say why; log: %s", log)
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("\"level\":\"error\"", why, "\"remedy\":"));
            assertThat(receives()).as("receives").isZero();
        }
    }

    private static long receives() {
        return world.gateway().ledger().totals().requests().getOrDefault("ReceiveMessage", 0L);
    }

    private static Map<String, String> settings(Map<String, String> further) {
        Map<String, String> settings = new HashMap<>(world.settings());
        settings.putAll(further);
        return settings;
    }
}
