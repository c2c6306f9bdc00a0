package com.traffictacos.reservation.worker.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.traffictacos.reservation.worker.platform.address.HostAndPort;
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
                        new Settings.Observability(Optional.empty(), LogLevel.INFO),
                        new Settings.Operations(Optional.empty(), false, 8040, 8041)));
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
                .with("ADMIN_TOKEN", TOKEN)
                .with("CONSOLE_ENABLED", "true")
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
                        new Settings.Observability(Optional.of(URI.create("http://otel:4317")), LogLevel.WARN),
                        new Settings.Operations(Optional.of(new Secret(TOKEN)), true, 9040, 9041)));
    }

    @ParameterizedTest
    @CsvSource({
        "SQS_WAIT_TIME, 0, 20",
        "SQS_VISIBILITY_TIMEOUT, 1, 43200",
        "WORKER_CONCURRENCY, 1, 1000",
        "MAX_RETRIES, 0, 15",
        "BACKOFF_BASE_MS, 1, 600000",
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

    @ParameterizedTest
    @ValueSource(strings = {"eu-west-1", "ap-northeast-2", "us-gov-west-1", "cn-north-1", "eusc-de-east-1"})
    void takesTheNamesOfRegions(String region) {
        FakeSource source = FakeSource.valid()
                .with("AWS_REGION", region)
                .with("SQS_QUEUE_URL", "https://sqs." + region + ".amazonaws.com/123456789012/q");

        assertThat(SettingsReader.read(source).aws().region()).isEqualTo(region);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Seoul", "AP-NORTHEAST-2", "ap-northeast-2a", "ap_northeast_2", "ap-northeast", "eu-west-1/x"})
    void refusesWhatIsNoRegion(String region) {
        assertRefused("AWS_REGION", region, "the name of a region such as ap-northeast-2");
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS_ENDPOINT_URL_SQS",
                "AWS_ENDPOINT_URL_SECRETS_MANAGER",
                "RESERVATION_API_BASE",
                "OTEL_EXPORTER_OTLP_ENDPOINT"
            })
    void takesAbsoluteHttpUrlsAndNoOthers(String variable) {
        for (String url : List.of(
                "http://a", "https://a.b.c:1", "HTTP://a:65535/base/", "http://[::1]:8010", "http://10.0.0.1")) {
            assertAccepted(variable, url);
        }
        for (String rubbish : List.of(
                "a",
                "a:8010",
                "//a",
                "ftp://a",
                "http://",
                "http:///x",
                "http:a",
                "http://a b",
                "http://a:0",
                "http://a:65536",
                "http://a:x",
                "http://a/#f",
                "http://a_b",
                "http://[::1",
                "localhost")) {
            assertThat(problem(FakeSource.valid().with(variable, rubbish)))
                    .as(rubbish)
                    .satisfies(problem -> {
                        assertThat(problem.variable()).isEqualTo(variable);
                        assertThat(problem.accepts()).startsWith("an absolute http or https URL such as http://");
                    });
        }
    }

    @ParameterizedTest
    @CsvSource({"http://a:8010/,http://a:8010", "http://a:8010/base///,http://a:8010/base", "http://a,http://a"})
    void dropsSlashesAtTheEndOfTheReservationApi(String text, URI base) {
        Settings settings = SettingsReader.read(FakeSource.valid().with("RESERVATION_API_BASE", text));

        assertThat(settings.reservationApi().baseUri()).isEqualTo(base);
    }

    @Test
    void takesQueueUrlsThatNameAQueue() {
        for (String variable : List.of("SQS_QUEUE_URL", "SQS_DLQ_URL")) {
            for (String url : List.of(
                    "http://localhost:9324/000000000000/q",
                    "http://localhost:9324/queue/q.fifo",
                    "http://localhost:9324/" + "q".repeat(80),
                    "http://localhost:9324/" + "q".repeat(75) + ".fifo")) {
                assertAccepted(variable, url);
            }
            for (String rubbish : List.of(
                    "reservation-events",
                    "arn:aws:sqs:ap-northeast-2:123456789012:q",
                    "http://localhost:9324",
                    "http://localhost:9324/",
                    "http://localhost:9324/0/q/",
                    "http://localhost:9324/0//",
                    "http://localhost:9324/0/q.std",
                    "http://localhost:9324/0/q%20q",
                    "http://localhost/" + "q".repeat(81),
                    "http://localhost/" + "q".repeat(76) + ".fifo")) {
                assertThat(problem(FakeSource.valid().with(variable, rubbish)))
                        .as(rubbish)
                        .satisfies(problem -> {
                            assertThat(problem.variable()).isEqualTo(variable);
                            assertThat(problem.accepts())
                                    .startsWith("the http or https URL of a queue such as https://");
                        });
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "inventory-svc:8021,inventory-svc,8021",
        "10.0.0.7:1,10.0.0.7,1",
        "[::1]:65535,::1,65535",
        "a.b.c:80,a.b.c,80"
    })
    void takesHostAndPortOfInventory(String text, String host, int port) {
        Settings settings = SettingsReader.read(FakeSource.valid().with("INVENTORY_GRPC_ADDR", text));

        assertThat(settings.inventory().address()).isEqualTo(new HostAndPort(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "inventory-svc",
                "inventory-svc:",
                ":8021",
                "inventory-svc:0",
                "inventory-svc:65536",
                "inventory-svc:x",
                "::1:8021",
                "[::1]",
                "[::g]:8021",
                "http://inventory-svc:8021",
                "dns:///inventory-svc:8021",
                "inventory-svc:8021/",
                "a b:8021",
                "inventory-svc:8021#x"
            })
    void refusesWhatIsNoAddressAndSaysThatNoSchemeIsWanted(String text) {
        assertRefused(
                "INVENTORY_GRPC_ADDR",
                text,
                "host:port such as inventory-svc:8021 or [::1]:8021, without a scheme such as http://");
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
    void namesTheQueueWhenItIsMissing() {
        assertThat(problem(FakeSource.empty()).message())
                .isEqualTo("SQS_QUEUE_URL: got nothing, accepts the http or https URL of a queue such as"
                        + " https://sqs.ap-northeast-2.amazonaws.com/123456789012/reservation-events");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTPS://SQS.AP-NORTHEAST-2.AMAZONAWS.COM/123456789012/reservation-events",
                "https://sqs.ap-northeast-2.amazonaws.com:443/123456789012/reservation-events",
                "https://sqs.ap-northeast-2.amazonaws.com./123456789012/reservation-events",
                "http://sqs.ap-northeast-2.amazonaws.com/123456789012/reservation-events",
                "https://sqs.ap-northeast-2.amazonaws.com/123456789012/../123456789012/reservation-events",
                "https://sqs.ap-northeast-2.amazonaws.com/123456789012/./reservation-events",
                "https://ap-northeast-2.queue.amazonaws.com/123456789012/reservation-events",
                "https://sqs.ap-northeast-2.api.aws/123456789012/reservation-events",
                "https://vpce-0a1b-2c.sqs.ap-northeast-2.vpce.amazonaws.com/123456789012/reservation-events",
                "https://sqs.internal.example/123456789012/reservation-events"
            })
    void refusesTheQueueAsItsOwnDeadLetterQueueHoweverItIsSpelt(String url) {
        assertThat(problem(FakeSource.valid().with("SQS_DLQ_URL", url)).message())
                .startsWith("SQS_DLQ_URL: ")
                .endsWith("accepts a queue other than that of SQS_QUEUE_URL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://sqs.ap-northeast-2.amazonaws.com/123456789012/reservation-events-dlq",
                "https://sqs.ap-northeast-2.amazonaws.com/123456789012/Reservation-events",
                "https://sqs.ap-northeast-2.amazonaws.com/210987654321/reservation-events"
            })
    void takesEveryOtherQueueForDeadLetters(String url) {
        assertThat(SettingsReader.read(FakeSource.valid().with("SQS_DLQ_URL", url))
                        .queue()
                        .deadLetterUrl())
                .contains(URI.create(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://sqs.us-east-1.amazonaws.com/123456789012/q",
                "https://us-east-1.queue.amazonaws.com/123456789012/q",
                "https://queue.amazonaws.com/123456789012/q",
                "https://sqs-fips.us-gov-west-1.amazonaws.com/123456789012/q",
                "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/q"
            })
    void refusesAQueueOfAnotherRegion(String url) {
        for (String variable : List.of("SQS_QUEUE_URL", "SQS_DLQ_URL")) {
            assertThat(problem(FakeSource.valid().with(variable, url)).message())
                    .isEqualTo(variable + ": got \"" + url
                            + "\", accepts a queue of the region of AWS_REGION, ap-northeast-2");
        }
    }

    @Test
    void takesAQueueOfAnyRegionFromAnEndpointThatIsSet() {
        FakeSource source = FakeSource.valid()
                .with("SQS_QUEUE_URL", "https://sqs.us-east-1.amazonaws.com/123456789012/q")
                .with("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:9324");

        assertThat(SettingsReport.warnings(SettingsReader.read(source)))
                .singleElement()
                .satisfies(line -> assertThat(line.message()).contains("another region than AWS_REGION"));
    }

    @Test
    void warnsOfADeadLetterQueueOfAnotherAccount() {
        FakeSource source =
                FakeSource.valid().with("SQS_DLQ_URL", "https://sqs.ap-northeast-2.amazonaws.com/210987654321/graves");

        assertThat(SettingsReport.warnings(SettingsReader.read(source)))
                .singleElement()
                .satisfies(line -> assertThat(line.message()).contains("another account than SQS_QUEUE_URL"));
    }

    @Test
    void refusesTheQueueAsItsOwnDeadLetterQueue() {
        assertThat(problem(FakeSource.valid().with("SQS_DLQ_URL", FakeSource.QUEUE_URL))
                        .message())
                .isEqualTo("SQS_DLQ_URL: got \"" + FakeSource.QUEUE_URL
                        + "\", accepts a queue other than that of SQS_QUEUE_URL");
    }

    @Test
    void refusesTwoServersOnOnePort() {
        assertThat(problem(FakeSource.valid().with("SERVER_PORT", "8041")).message())
                .isEqualTo(
                        "GRPC_DEBUG_PORT: got \"8041\" (its default), accepts a port other than that of SERVER_PORT");
    }

    @Test
    void reportsEveryProblemAtATime() {
        FakeSource source = FakeSource.empty()
                .with("WORKER_CONCURRENCY", "abc")
                .with("SERVER_PORT", "70000")
                .with("ADMIN_TOKEN", "short")
                .with("USE_SECRET_MANAGER", "maybe");

        InvalidSettingsException failure = failure(source);

        assertThat(failure.problems())
                .extracting(SettingProblem::variable)
                .containsExactly(
                        "USE_SECRET_MANAGER", "SQS_QUEUE_URL", "WORKER_CONCURRENCY", "ADMIN_TOKEN", "SERVER_PORT");
        assertThat(failure.problems())
                .extracting(SettingProblem::message)
                .contains("WORKER_CONCURRENCY: got \"abc\", accepts a whole number from 1 to 1000");
        assertThat(failure)
                .hasMessage("The worker does not start, no message was taken. Settings to correct:"
                        + " USE_SECRET_MANAGER, SQS_QUEUE_URL, WORKER_CONCURRENCY, ADMIN_TOKEN, SERVER_PORT");
    }

    @Test
    void reportsEveryVariableThatHoldsRubbish() {
        FakeSource source = FakeSource.empty();
        for (Setting<?> setting : SettingCatalog.all()) {
            source = source.with(setting.variable(), "[not:a value]");
        }

        assertThat(failure(source).problems())
                .extracting(SettingProblem::variable)
                .containsExactlyElementsOf(
                        SettingCatalog.all().stream().map(Setting::variable).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "RESERVATION_API_BASE, http://user:hunter2@host:8010, http://***@host:8010",
        "RESERVATION_API_BASE, http://user:hun/ter2@host:8010, http://***@host:8010",
        "SQS_QUEUE_URL, https://key:hunter2@host/0/q, https://***@host/0/q",
        "INVENTORY_GRPC_ADDR, user:hunter2@inventory:8021, ***@inventory:8021",
        "OTEL_EXPORTER_OTLP_ENDPOINT, https://otel/?api-key=hunter2, https://otel/?***",
        "WORKER_CONCURRENCY, hunter2@x, ***@x",
    })
    void starsOutCredentialsInsideAddresses(String variable, String text, String shown) {
        assertThat(problem(FakeSource.valid().with(variable, text)).got()).isEqualTo('"' + shown + '"');
    }

    @Test
    void reportsWhatBefellTheSecretAndNotWhatItMightHaveHeld() {
        SettingProblem cause =
                new SettingProblem("SECRET_NAME", "\"x\" (AccessDeniedException)", "a secret that may be read");
        FakeSource source = FakeSource.empty().with(new SecretStatus(Optional.of(cause), Set.of()).toProperties());

        assertThat(failure(source).problems()).containsExactly(cause);
    }

    @Test
    void doesNotShowWrongValuesOfTheSecret() {
        FakeSource source = FakeSource.valid()
                .with("INVENTORY_GRPC_ADDR", "hunter2")
                .with(new SecretStatus(Optional.empty(), Set.of("INVENTORY_GRPC_ADDR")).toProperties());

        assertThat(problem(source).message())
                .startsWith("INVENTORY_GRPC_ADDR: got a value from the secret, which is not shown, accepts host:port");
    }

    private static void assertAccepted(String variable, String text) {
        FakeSource source = FakeSource.valid().with(variable, text);
        assertThat(SettingsReader.read(source)).as("%s=%s", variable, text).isNotNull();
    }

    private static void assertRefused(String variable, String text, String accepts) {
        assertThat(problem(FakeSource.valid().with(variable, text)).message())
                .isEqualTo(variable + ": got \"" + text + "\", accepts " + accepts);
    }

    private static SettingProblem problem(SettingsSource source) {
        List<SettingProblem> problems = failure(source).problems();
        assertThat(problems).hasSize(1);
        return problems.getFirst();
    }

    private static InvalidSettingsException failure(SettingsSource source) {
        InvalidSettingsException failure =
                catchThrowableOfType(InvalidSettingsException.class, () -> SettingsReader.read(source));
        assertThat(failure).isNotNull();
        return failure;
    }
}
