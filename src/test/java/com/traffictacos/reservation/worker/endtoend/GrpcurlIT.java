package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.sandbox.Poison;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.WorkerInstall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The commands of the operations page as they stand there, in their order, by bash, grpcurl and curl. Only the ports are this
 * worker's, and words in capitals what an earlier command has answered. Skipped, and says so, where grpcurl cannot be built.
 */
@Execution(ExecutionMode.CONCURRENT)
class GrpcurlIT {

    private static final int DEAD_LETTERS = 5 * Poison.Kind.values().length;
    private static final int GRPC_PORT = WorkerInstall.freePort();
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
    private static final Pattern COMMAND = Pattern.compile("^(call|admin|grpcurl) .*");
    private static final Pattern FUNCTION = Pattern.compile("^(call|admin)\\(\\) .*");
    private static final Pattern IDENTIFIER = Pattern.compile("\"id\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern DRY_RUN = Pattern.compile("\"token\"\\s*:\\s*\"([^\"]+)\"");

    private static Path grpcurl;
    private static WorkerFixture fixture;

    @BeforeAll
    static void startAWorkerWithDeadLetters() {
        Prometheus.Output built = Prometheus.run(List.of("deploy/check/go-tool.sh", "grpcurl"), "");
        Assumptions.assumeTrue(built.exitCode() == 0, "SKIPPED, no command was run: " + built.text());
        grpcurl = Path.of(built.text().strip());
        SandboxWorld world = SandboxWorld.start();
        world.poison().lay(DEAD_LETTERS);
        fixture = WorkerFixture.open(
                "grpcurl",
                world,
                Map.of(
                        "ADMIN_TOKEN",
                        OperatorToken.VALUE,
                        "CONSOLE_ENABLED",
                        "true",
                        "GRPC_DEBUG_PORT",
                        Integer.toString(GRPC_PORT)));
    }

    @AfterAll
    static void close() {
        if (fixture != null) {
            fixture.close();
        }
    }

    @Test
    void everyCommandOfThePageSucceeds() throws IOException {
        List<String> lines = documentedLines();
        String functions = String.join(
                "\n", lines.stream().filter(FUNCTION.asMatchPredicate()).toList());
        Map<String, String> names = new HashMap<>();
        // The page's example stands for any reservation that is there.
        String reservation = fixture.world()
                .poison()
                .expectations(Poison.Kind.OUTLASTED)
                .getFirst()
                .reservationId();
        names.put("rsv_456", reservation);
        int commands = 0;
        for (String line : lines) {
            if (!COMMAND.matcher(line).matches() || FUNCTION.matcher(line).matches()) {
                continue;
            }
            String command = line.replace("reservations/rsv_456", "reservations/" + reservation);
            for (Map.Entry<String, String> name : names.entrySet()) {
                command = command.replace("\"" + name.getKey() + "\"", "\"" + name.getValue() + "\"");
            }
            Prometheus.Output output = bash(functions, command);
            assertThat(output.exitCode()).as("%s: %s", command, output.text()).isZero();
            assertThat(output.text()).as(command).isNotBlank().doesNotContain("\"error\":");
            commands++;
            remember(line, output.text(), names);
        }
        assertThat(commands).isGreaterThan(18);
        fixture.awaitEmptyQueue(Duration.ofSeconds(30));
    }

    /** The commands of the operations page, with the functions that they use. */
    private static List<String> documentedLines() throws IOException {
        List<String> lines = BLOCK.matcher(Files.readString(Path.of("docs", "operations.md")))
                .results()
                .map(block -> block.group(1))
                .filter(block -> block.lines().anyMatch(COMMAND.asMatchPredicate()))
                .flatMap(String::lines)
                .toList();
        assertThat(lines).anyMatch(line -> line.startsWith("call() "));
        return lines;
    }

    private static Prometheus.Output bash(String functions, String command) {
        String script = String.join("\n", "set -euo pipefail", functions, command)
                .replace("localhost:8041", "localhost:" + GRPC_PORT)
                .replace("localhost:8040", fixture.worker().http().getAuthority());
        String path = "PATH=" + grpcurl.getParent() + ":" + System.getenv("PATH");
        return Prometheus.run(
                Stream.of("env", path, "TOKEN=" + OperatorToken.VALUE, "bash", "-c", script)
                        .toList(),
                "");
    }

    /** What later commands name in capitals; a redrive by HTTP has its own dry run. */
    private static void remember(String line, String answer, Map<String, String> names) {
        Matcher identifier = IDENTIFIER.matcher(answer);
        if (line.contains("List ") && identifier.find()) {
            names.put("MESSAGE_ID", identifier.group(1));
        } else if (line.contains("/Redrive ") && identifier.find()) {
            names.put("JOB", identifier.group(1));
        }
        Matcher token = DRY_RUN.matcher(answer);
        if (token.find()) {
            names.put("DRY_RUN", token.group(1));
        }
    }
}
