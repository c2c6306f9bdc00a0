package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.WorkerInstall;
import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A wrong setting ends the start: the log says which variable, what it holds and what it accepts, the exit code is not
 * zero, and the queue was never asked for a message.
 */
class BadSettingIT {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    /** A value that no setting of that name may have; blank where the setting has to be there. */
    private static final Map<String, String> WRONG = wrong();

    private static SandboxWorld world;

    @BeforeAll
    static void open() {
        world = SandboxWorld.start();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static Map<String, String> wrong() {
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put("AWS_REGION", "not a region");
        wrong.put("AWS_PROFILE", "[profile]");
        wrong.put("AWS_ENDPOINT_URL_SQS", "127.0.0.1");
        wrong.put("AWS_ENDPOINT_URL_SECRETS_MANAGER", "ftp://127.0.0.1");
        wrong.put("USE_SECRET_MANAGER", "maybe");
        wrong.put("SECRET_NAME", "no spaces allowed");
        wrong.put("SQS_QUEUE_URL", "");
        wrong.put("SQS_DLQ_URL", "dead-letters");
        wrong.put("SQS_WAIT_TIME", "21");
        wrong.put("SQS_VISIBILITY_TIMEOUT", "0");
        wrong.put("WORKER_CONCURRENCY", "1001");
        wrong.put("MAX_RETRIES", "16");
        wrong.put("BACKOFF_BASE_MS", "-1");
        wrong.put("SHUTDOWN_TIMEOUT_SECONDS", "soon");
        wrong.put("INVENTORY_GRPC_ADDR", "inventory");
        wrong.put("INVENTORY_TIMEOUT_MS", "250ms");
        wrong.put("INVENTORY_TLS", "yes");
        wrong.put("RESERVATION_API_BASE", "reservation-api:8010");
        wrong.put("RESERVATION_TIMEOUT_MS", "2.5");
        wrong.put("EXPIRY_GUARD", "on");
        wrong.put("EXPIRY_ORDER", "random");
        wrong.put("OTEL_EXPORTER_OTLP_ENDPOINT", "collector");
        wrong.put("OTEL_METRICS_EXPORTER", "prometheus");
        wrong.put("OTEL_LOGS_EXPORTER", "console");
        wrong.put("ADMIN_TOKEN", "short");
        wrong.put("ADMIN_TOKENS_FILE", "tokens");
        wrong.put("CONSOLE_ENABLED", "1");
        wrong.put("LOG_LEVEL", "loud");
        wrong.put("SERVER_PORT", "65536");
        wrong.put("GRPC_DEBUG_PORT", "0");
        return wrong;
    }

    @Test
    void namesEveryWrongSettingAtOnce() {
        List<String> log = startWith("bad-settings", WRONG);
        WRONG.keySet().forEach(variable -> assertRefused(log, variable));
    }

    /** The one without a default, and those that the server itself reads before the worker does. */
    static Stream<String> special() {
        return Stream.of("SQS_QUEUE_URL", "WORKER_CONCURRENCY", "SERVER_PORT");
    }

    @ParameterizedTest
    @MethodSource("special")
    void namesTheWrongSetting(String variable) {
        assertRefused(startWith("bad-setting", Map.of(variable, wrongValue(variable))), variable);
    }

    static Stream<String> every() {
        return WRONG.keySet().stream();
    }

    /** A start each, minutes in all: on demand. */
    @ParameterizedTest
    @MethodSource("every")
    @EnabledIfSystemProperty(named = "it.exhaustive", matches = "true")
    void namesEachWrongSettingAlone(String variable) {
        assertRefused(startWith("bad-setting", Map.of(variable, wrongValue(variable))), variable);
    }

    @Test
    void namesTheFaultOfATokensFile(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("tokens"), "alice owner 0123456789abcdef");

        List<String> log = startWith("bad-setting", Map.of("ADMIN_TOKENS_FILE", file.toString()));

        assertThat(log)
                .anySatisfy(line ->
                        assertThat(line).contains("ADMIN_TOKENS_FILE", "line 1: the role is neither read nor write"))
                .noneMatch(line -> line.contains("0123456789abcdef"));
    }

    private static String wrongValue(String variable) {
        return WRONG.getOrDefault(variable, "");
    }

    private static List<String> startWith(String name, Map<String, String> wrong) {
        Map<String, String> settings = new HashMap<>(world.settings());
        settings.putAll(wrong);
        long before = receives();
        try (WorkerProcess worker = WorkerInstall.named(name).start(settings)) {
            OptionalInt exit = worker.awaitExit(TIMEOUT);
            List<String> log = worker.logLines();
            assertThat(exit).as("ends by itself; log: %s", log).isPresent();
            assertThat(exit.getAsInt()).as("exit code; log: %s", log).isNotZero();
            assertThat(receives()).as("receives").isEqualTo(before);
            return log;
        }
    }

    private static long receives() {
        return world.gateway().ledger().totals().requests().getOrDefault("ReceiveMessage", 0L);
    }

    private static void assertRefused(List<String> log, String variable) {
        assertThat(log)
                .as("what the log says of %s", variable)
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "\"level\":\"error\"",
                                "\"variable\":\"" + variable + "\"",
                                "\"got\":",
                                "\"accepts\":"));
    }
}
