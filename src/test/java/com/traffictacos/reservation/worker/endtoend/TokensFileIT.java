package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.traffictacos.reservation.worker.fixture.ContractCalls;
import com.traffictacos.reservation.worker.platform.settings.token.AdminToken;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.WorkerInstall;
import io.grpc.Metadata;
import io.grpc.Status;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker with tokens in a file and no {@code ADMIN_TOKEN}: roles, and changes of the file while it runs. */
class TokensFileIT {

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private static final String WRITER = "token-of-alice-0123456789abcdef";
    private static final String READER = "token-of-bob-0123456789abcdef";
    private static final String LATER = "token-of-carol-0123456789abcdef";

    /** All that may be called with a token and change nothing. */
    private static final int GRPC_PORT = WorkerInstall.freePort();

    @TempDir
    private static Path directory;

    private static Path file;
    private static WorkerFixture fixture;
    private static ReflectionClient grpc;
    private static AdminClient writer;
    private static AdminClient reader;
    private static AdminClient later;

    @BeforeAll
    static void start() throws IOException {
        file = Files.writeString(
                directory.resolve("tokens"), line("alice", "write", WRITER) + line("bob", "read", READER));
        fixture = WorkerFixture.open(
                "tokens-file",
                SandboxWorld.start(),
                Map.of(
                        "ADMIN_TOKENS_FILE",
                        file.toString(),
                        "CONSOLE_ENABLED",
                        "true",
                        "GRPC_DEBUG_PORT",
                        Integer.toString(GRPC_PORT)));
        grpc = new ReflectionClient(GRPC_PORT);
        writer = new AdminClient(fixture.worker().http(), WRITER);
        reader = new AdminClient(fixture.worker().http(), READER);
        later = new AdminClient(fixture.worker().http(), LATER);
    }

    @AfterAll
    static void close() {
        writer.close();
        reader.close();
        later.close();
        grpc.close();
        fixture.close();
    }

    @Test
    void letsReadersReadAndChangeNothing() throws IOException {
        assertThat(reader.get("/admin/me").getString("role")).isEqualTo("read");
        for (String path : Set.of(
                "/admin/status",
                "/admin/fleet",
                "/admin/in-work",
                "/admin/dead-letters",
                "/admin/dead-letters/summary",
                "/admin/jobs",
                "/admin/audit",
                "/admin/reservations/rsv_1",
                "/admin/reservations/rsv_1/pods")) {
            assertThat(reader.tryGet(path).status()).as(path).isEqualTo(200);
        }
        for (String path : Set.of(
                "/admin/polling/pause",
                "/admin/polling/resume",
                "/admin/fleet/pause",
                "/admin/fleet/resume",
                "/admin/dead-letters/dry-run",
                "/admin/dead-letters/redrive",
                "/admin/dead-letters/discard",
                "/admin/jobs/x/cancel")) {
            AdminClient.Answer answer = reader.post(path, "{\"selection\":{},\"confirm\":\"redrive\"}");
            assertThat(answer.status()).as(path).isEqualTo(403);
            assertThat(answer.body().getJsonObject("error").getString("code")).isEqualTo("forbidden");
        }
        List<String> reading = ContractCalls.ofReaders();
        assertThat(grpc.closedMethods()).hasSizeGreaterThan(10).allSatisfy(method -> {
            Status.Code code = grpc.call(method, headers(READER)).getCode();
            if (reading.contains(method.getName())) {
                assertThat(code)
                        .as(method.getFullName())
                        .isNotIn(Status.Code.PERMISSION_DENIED, Status.Code.UNAUTHENTICATED);
            } else {
                assertThat(code).as(method.getFullName()).isEqualTo(Status.Code.PERMISSION_DENIED);
            }
        });
        assertThat(reader.get("/admin/jobs").getJsonArray("jobs")).isEmpty();
    }

    @Test
    void namesWhoHasChangedSomething() {
        writer.post("/admin/polling/pause", "{}", 200);
        writer.post("/admin/polling/resume", "{}", 200);

        JsonObject last = reader.get("/admin/audit").getJsonArray("changes").getJsonObject(0);
        assertThat(last.getString("operator")).isEqualTo("alice");
        assertThat(last.getString("action")).isEqualTo("resume");
        assertThat(last.getString("address")).isEqualTo("127.0.0.1");
    }

    @Test
    void followsTheFileWhileItRuns() throws IOException {
        assertThat(later.tryGet("/admin/status").status()).isEqualTo(401);

        replaceFile(line("alice", "write", WRITER) + line("bob", "read", READER) + line("carol", "read", LATER));
        awaitLines("tokens are those of their file", 1);
        assertThat(later.tryGet("/admin/status").status()).isEqualTo(200);

        replaceFile("alice write " + LATER);
        awaitLines("file is faulty", 1);
        assertThat(later.tryGet("/admin/status").status())
                .as("the last good tokens")
                .isEqualTo(200);
        assertThat(fixture.worker().logLines()).noneMatch(line -> line.contains(LATER));

        replaceFile(line("alice", "write", WRITER) + line("bob", "read", READER));
        awaitLines("tokens are those of their file", 2);
        assertThat(later.tryGet("/admin/status").status()).isEqualTo(401);
        MethodDescriptor summary = grpc.closedMethods().stream()
                .filter(method -> method.getName().equals("Summary"))
                .findFirst()
                .orElseThrow();
        assertThat(grpc.call(summary, headers(LATER)).getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(grpc.call(summary, headers(READER)).getCode()).isEqualTo(Status.Code.OK);
    }

    /**
     * Waits by the log. To ask with a token that is not valid yet, or no longer, would use up the wrong tokens that an
     * address may send in a minute, and the answer would be another.
     */
    private static void awaitLines(String text, int count) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> fixture.worker().logLines().stream()
                                .filter(line -> line.contains(text))
                                .count()
                        == count);
    }

    /** In one step, as Kubernetes does: half of a text would be a faulty file. */
    private static void replaceFile(String text) throws IOException {
        Path next = Files.writeString(directory.resolve("tokens.next"), text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Metadata headers(String token) {
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + token);
        return headers;
    }

    private static String line(String name, String role, String token) {
        return name + " " + role + " " + HexFormat.of().formatHex(AdminToken.hash(token)) + "\n";
    }
}
