package com.traffictacos.reservation.worker.platform.settings;

import static com.traffictacos.reservation.worker.platform.settings.SettingsAssertions.assertAccepted;
import static com.traffictacos.reservation.worker.platform.settings.SettingsAssertions.assertRefused;
import static com.traffictacos.reservation.worker.platform.settings.SettingsAssertions.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.platform.address.HostAndPort;
import com.traffictacos.reservation.worker.platform.address.LinkTemplate;
import com.traffictacos.reservation.worker.platform.log.LogLevel;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {

    private static final String TOKEN = "0123456789abcdef";

    @Test
    void needsNothingButTheQueue() {
        Settings settings = SettingsReader.read(FakeSource.valid());

        assertThat(settings)
                .isEqualTo(new Settings(
                        new Settings.Aws("ap-northeast-2", Optional.empty(), Optional.empty()),
                        new Settings.Queue(
                                URI.create(FakeSource.QUEUE_URL),
                                Optional.empty(),
                                Duration.ofSeconds(20),
                                Duration.ofSeconds(60)),
                        new Settings.Worker(20, 5, Duration.ofSeconds(1), Duration.ofSeconds(30)),
                        new Settings.InventoryService(
                                new HostAndPort("inventory-svc", 8021), Duration.ofMillis(250), false),
                        new Settings.ReservationApi(URI.create("http://reservation-api:8010"), Duration.ofSeconds(2)),
                        new ExpiryPolicy(true, ExpiryPolicy.Order.RELEASE_FIRST),
                        new Settings.Observability(
                                Optional.empty(),
                                Settings.OtlpExporter.NONE,
                                Settings.OtlpExporter.NONE,
                                LogLevel.INFO),
                        new Settings.Operations(Optional.empty(), Optional.empty(), false, 8040, 8041),
                        new Settings.ReservationOverview(1_000, Optional.empty(), Optional.empty()),
                        new Settings.Fleet(Duration.ofSeconds(15), List.of()),
                        WorkerMode.WORKER));
    }

    @Test
    void takesEverySettingFromItsVariable() {
        Settings settings = SettingsReader.read(FakeSource.valid()
                .with("AWS_REGION", "us-gov-west-1")
                .with("AWS_PROFILE", "staging")
                .with("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:9324")
                .with("AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://127.0.0.1:4566")
                .with("USE_SECRET_MANAGER", "true")
                .with("SECRET_NAME", "team/worker")
                .with("SQS_DLQ_URL", "http://localhost:9324/000000000000/dead.fifo")
                .with("SQS_WAIT_TIME", "5")
                .with("SQS_VISIBILITY_TIMEOUT", "90")
                .with("WORKER_MODE", "operations")
                .with("WORKER_CONCURRENCY", "64")
                .with("MAX_RETRIES", "3")
                .with("BACKOFF_BASE_MS", "250")
                .with("SHUTDOWN_TIMEOUT_SECONDS", "45")
                .with("INVENTORY_GRPC_ADDR", "[::1]:9021")
                .with("INVENTORY_TIMEOUT_MS", "300")
                .with("INVENTORY_TLS", "true")
                .with("RESERVATION_API_BASE", "https://api.internal/reservations/")
                .with("RESERVATION_TIMEOUT_MS", "1500")
                .with("EXPIRY_GUARD", "false")
                .with("EXPIRY_ORDER", "mark-first")
                .with("OTEL_EXPORTER_OTLP_ENDPOINT", "http://otel:4317")
                .with("OTEL_METRICS_EXPORTER", "otlp")
                .with("OTEL_LOGS_EXPORTER", "OTLP")
                .with("ADMIN_TOKEN", TOKEN)
                .with("CONSOLE_ENABLED", "true")
                .with("RECENT_OUTCOMES", "7")
                .with("TRACE_URL_TEMPLATE", "https://t.example/{trace_id}")
                .with("LOG_URL_TEMPLATE", "https://l.example/?q={reservation_id}&from={from}")
                .with("FLEET_FLAG_INTERVAL_SECONDS", "30")
                .with("FLEET_PEERS", "pods:8040, [::1]:9040")
                .with("LOG_LEVEL", "warn")
                .with("SERVER_PORT", "9040")
                .with("GRPC_DEBUG_PORT", "9041"));

        assertThat(settings)
                .isEqualTo(new Settings(
                        new Settings.Aws(
                                "us-gov-west-1",
                                Optional.of("staging"),
                                Optional.of(URI.create("http://127.0.0.1:9324"))),
                        new Settings.Queue(
                                URI.create(FakeSource.QUEUE_URL),
                                Optional.of(URI.create("http://localhost:9324/000000000000/dead.fifo")),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(90)),
                        new Settings.Worker(64, 3, Duration.ofMillis(250), Duration.ofSeconds(45)),
                        new Settings.InventoryService(new HostAndPort("::1", 9021), Duration.ofMillis(300), true),
                        new Settings.ReservationApi(
                                URI.create("https://api.internal/reservations"), Duration.ofMillis(1500)),
                        new ExpiryPolicy(false, ExpiryPolicy.Order.MARK_FIRST),
                        new Settings.Observability(
                                Optional.of(URI.create("http://otel:4317")),
                                Settings.OtlpExporter.OTLP,
                                Settings.OtlpExporter.OTLP,
                                LogLevel.WARN),
                        new Settings.Operations(Optional.of(new Secret(TOKEN)), Optional.empty(), true, 9040, 9041),
                        new Settings.ReservationOverview(
                                7,
                                Optional.of(new LinkTemplate("https://t.example/{trace_id}", Set.of("trace_id"))),
                                Optional.of(new LinkTemplate(
                                        "https://l.example/?q={reservation_id}&from={from}",
                                        Set.of("reservation_id", "from")))),
                        new Settings.Fleet(
                                Duration.ofSeconds(30),
                                List.of(new HostAndPort("pods", 8040), new HostAndPort("::1", 9040))),
                        WorkerMode.OPERATIONS));
    }

    @ParameterizedTest
    @CsvSource({
        "SQS_WAIT_TIME, 0, 20",
        "SQS_VISIBILITY_TIMEOUT, 1, 43200",
        "WORKER_CONCURRENCY, 1, 1000",
        "MAX_RETRIES, 0, 15",
        "RECENT_OUTCOMES, 0, 10000",
        "BACKOFF_BASE_MS, 1, 600000",
        "FLEET_FLAG_INTERVAL_SECONDS, 1, 300",
        "SHUTDOWN_TIMEOUT_SECONDS, 1, 600",
        "INVENTORY_TIMEOUT_MS, 10, 60000",
        "RESERVATION_TIMEOUT_MS, 10, 60000",
        "SERVER_PORT, 1, 65535",
        "GRPC_DEBUG_PORT, 1, 65535",
    })
    void keepsWholeNumbersWithinTheirBounds(String variable, int min, int max) {
        String accepts = "a whole number from " + min + " to " + max;

        assertAccepted(variable, String.valueOf(min));
        assertAccepted(variable, String.valueOf(max));
        assertRefused(variable, String.valueOf(min - 1), accepts);
        assertRefused(variable, String.valueOf(max + 1), accepts);
        for (String rubbish :
                List.of("abc", "1.5", "+5", "1e3", "20s", "0x10", "٢٠", "99999999999999999999", "-", "1 0")) {
            assertRefused(variable, rubbish, accepts);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"USE_SECRET_MANAGER", "INVENTORY_TLS", "EXPIRY_GUARD", "CONSOLE_ENABLED"})
    void takesFlagsInAnyCaseAndNothingLikeThem(String variable) {
        for (String flag : List.of("true", "false", "TRUE", "False")) {
            assertAccepted(variable, flag);
        }
        for (String rubbish : List.of("yes", "no", "1", "0", "on", "tru", "truefalse")) {
            assertRefused(variable, rubbish, "true or false");
        }
    }

    @Test
    void takesWordsInAnyCaseAndNoOthers() {
        assertAccepted("LOG_LEVEL", "DEBUG");
        assertAccepted("LOG_LEVEL", "error");
        assertRefused("LOG_LEVEL", "warning", "one of debug, info, warn, error");
        assertAccepted("EXPIRY_ORDER", "Mark-First");
        assertRefused("EXPIRY_ORDER", "mark_first", "one of release-first, mark-first");
    }

    @Test
    void takesTemplatesOfLinksWithTheirOwnPlaceholdersAlone() {
        String server = ", without user name, with a placeholder after its server; accepted are ";

        assertAccepted("LOG_URL_TEMPLATE", "https://logs.example/{reservation_id}/{trace_id}?{from}&{to}");
        assertRefused(
                "TRACE_URL_TEMPLATE",
                "https://traces.example/{reservation_id}",
                "an absolute http or https URL such as https://jaeger.example.com/trace/{trace_id}" + server
                        + "{trace_id}");
        assertRefused(
                "LOG_URL_TEMPLATE",
                "logs.example/{reservation_id}",
                "an absolute http or https URL such as"
                        + " https://logs.example.com/search?q={reservation_id}&from={from}&to={to}" + server
                        + "{reservation_id}, {trace_id}, {from}, {to}");
    }

    @Test
    void takesNamesAndArnsOfSecrets() {
        String accepts = "the name or ARN of a secret, letters, digits and /_+=.@- alone";

        assertAccepted("SECRET_NAME", "traffictacos/reservation-worker_2+=.x");
        assertAccepted("SECRET_NAME", "arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:worker-AbCdEf");
        assertAccepted("SECRET_NAME", "s".repeat(2048));
        assertRefused("SECRET_NAME", "my secret", accepts);
        assertThat(problem(FakeSource.valid().with("SECRET_NAME", "s".repeat(2049)))
                        .accepts())
                .isEqualTo(accepts);
    }

    @Test
    void takesAnyPrintableNameOfProfileUpToItsLimit() {
        assertAccepted("AWS_PROFILE", "p".repeat(128));
        assertAccepted("AWS_PROFILE", "my team");
        assertThat(problem(FakeSource.valid().with("AWS_PROFILE", "p".repeat(129)))
                        .variable())
                .isEqualTo("AWS_PROFILE");
        assertRefused("AWS_PROFILE", "[x]", "the name of a profile of the AWS configuration files");
    }

    @Test
    void takesTokensThatFitIntoAHeaderAndNeverShowsOthers() {
        assertAccepted("ADMIN_TOKEN", "!".repeat(16));
        assertAccepted("ADMIN_TOKEN", "~".repeat(1024));
        for (String rubbish : List.of("short-secret", "a secret with blanks", "geheimer-schlüssel", "s".repeat(1025))) {
            SettingProblem problem = problem(FakeSource.valid().with("ADMIN_TOKEN", rubbish));

            assertThat(problem.message())
                    .isEqualTo(
                            "ADMIN_TOKEN: got a value that is not shown, accepts 16 to 1024 visible ASCII characters, after"
                                    + " a name and a colon if it has a name");
        }
    }

    @Test
    void takesATokenThatLooksLikeAnExpressionAsItStands() {
        Settings settings = SettingsReader.read(FakeSource.valid().with("ADMIN_TOKEN", "0123${HOME}\\$456789"));

        assertThat(settings.operations().adminToken()).contains(new Secret("0123${HOME}\\$456789"));
    }

    @Test
    void countsABlankTextAsNone() {
        FakeSource blank = FakeSource.valid();
        for (Setting<?> setting : SettingCatalog.all()) {
            if (!setting.required() && !setting.readByServer()) {
                blank = blank.with(setting.variable(), " \t");
            }
        }

        assertThat(SettingsReader.read(blank)).isEqualTo(SettingsReader.read(FakeSource.valid()));
    }

    @Test
    void dropsBlanksAroundAText() {
        Settings settings = SettingsReader.read(
                FakeSource.valid().with("MAX_RETRIES", " 7\n").with("ADMIN_TOKEN", TOKEN + "\n"));

        assertThat(settings.worker().maxRetries()).isEqualTo(7);
        assertThat(settings.operations().adminToken()).contains(new Secret(TOKEN));
    }

    @ParameterizedTest
    @CsvSource({"WORKER_CONCURRENCY, 1000", "SERVER_PORT, 65535"})
    void takesNoBlanksWhereTheServerReadsTheVariableToo(String variable, int max) {
        assertRefused(variable, "", "a whole number from 1 to " + max);
        assertRefused(variable, " ", "a whole number from 1 to " + max);
        assertRefused(variable, " 7", "a whole number from 1 to " + max);
    }

    @Test
    void refusesTwoServersOnOnePort() {
        assertThat(problem(FakeSource.valid().with("SERVER_PORT", "8041")).message())
                .isEqualTo(
                        "GRPC_DEBUG_PORT: got \"8041\" (its default), accepts a port other than that of SERVER_PORT");
    }
}
