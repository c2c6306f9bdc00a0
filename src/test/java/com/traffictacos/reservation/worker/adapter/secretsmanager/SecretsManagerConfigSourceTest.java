package com.traffictacos.reservation.worker.adapter.secretsmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.traffictacos.reservation.worker.platform.log.JsonLog;
import com.traffictacos.reservation.worker.platform.settings.InvalidSettingsException;
import com.traffictacos.reservation.worker.platform.settings.SettingProblem;
import com.traffictacos.reservation.worker.platform.settings.SettingsReader;
import com.traffictacos.reservation.worker.platform.settings.SettingsSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SecretsManagerConfigSourceTest {

    private static final String QUEUE_URL = "http://127.0.0.1:9324/000000000000/events";
    private static final String SECRET =
            "{\"sqs_queue_url\": \"" + QUEUE_URL + "\", \"otel_endpoint\": \"http://otel:4317\"}";
    private static final SettingsSource USED = process(Map.of("USE_SECRET_MANAGER", "true"));

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final AtomicInteger reads = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void catchTheLog() {
        JsonLog.setSink(log::add);
    }

    @AfterEach
    void restore() {
        JsonLog.setSink(line -> System.out.println(line));
        threads.shutdownNow();
    }

    @Test
    void standsAboveTheEnvironmentAndBelowSystemProperties() {
        int environment = 300;
        int systemProperties = 400;

        assertThat(source(SECRET).getOrdinal()).isBetween(environment + 1, systemProperties - 1);
        assertThat(source(SECRET).getName()).isEqualTo("AWS Secrets Manager");
    }

    @Test
    void givesTheValuesOfTheSecretUnderTheNamesOfTheirVariables() {
        ConfigSource source = source(SECRET);

        assertThat(source.getValue("SQS_QUEUE_URL")).isEqualTo(QUEUE_URL);
        assertThat(source.getValue("OTEL_EXPORTER_OTLP_ENDPOINT")).isEqualTo("http://otel:4317");
        assertThat(source.getValue("otel.exporter.otlp.endpoint")).isEqualTo("http://otel:4317");
        assertThat(source.getValue("INVENTORY_GRPC_ADDR")).isNull();
        assertThat(source.getProperties())
                .containsOnlyKeys(
                        "SQS_QUEUE_URL",
                        "OTEL_EXPORTER_OTLP_ENDPOINT",
                        "otel.exporter.otlp.endpoint",
                        "reservation.worker.secret.supplied");
        assertThat(source.getPropertyNames()).containsAll(source.getProperties().keySet());
    }

    @Test
    void readsTheSecretOnceAndOnlyWhenItMayHaveTheAnswer() {
        ConfigSource source = source(SECRET);

        assertThat(source.getValue("config_ordinal")).isNull();
        assertThat(source.getValue("ADMIN_TOKEN")).isNull();
        assertThat(source.getPropertyNames()).contains("SQS_QUEUE_URL");
        assertThat(reads).hasValue(0);

        source.getValue("RESERVATION_API_BASE");
        source.getValue("SQS_QUEUE_URL");
        source.getProperties();
        assertThat(reads).hasValue(1);
    }

    @Test
    void readsNoSecretUnlessTold() {
        ConfigSource source = new SecretsManagerConfigSource(process(Map.of()), settings -> {
            throw new AssertionError("The secret was read.");
        });

        assertThat(source.getValue("SQS_QUEUE_URL")).isNull();
        assertThat(source.getProperties()).isEmpty();
        assertThat(source.getPropertyNames()).isEmpty();
    }

    @Test
    void keepsAFailureForTheSettingsReading() {
        SettingProblem problem = new SettingProblem("SECRET_NAME", "\"s\" (AccessDeniedException)", "another");
        ConfigSource source = new SecretsManagerConfigSource(USED, settings -> {
            reads.incrementAndGet();
            throw new SecretUnreadableException(problem, null);
        });

        assertThat(source.getValue("SQS_QUEUE_URL")).isNull();
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> SettingsReader.read(name -> Optional.ofNullable(source.getValue(name))))
                .satisfies(failure -> assertThat(failure.problems()).containsExactly(problem));
        assertThat(reads).hasValue(1);
    }

    @Test
    void feedsTheSettings() {
        ConfigSource source = source(SECRET);

        assertThat(SettingsReader.read(name -> Optional.ofNullable(source.getValue(name)))
                        .queue()
                        .url())
                .hasToString(QUEUE_URL);
    }

    @Test
    void neverLogsAValueOfTheSecret() {
        ConfigSource source = source("{\"sqs_queue_url\": \"hunter2\", \"password\": \"hunter2\"}");

        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> SettingsReader.read(name -> Optional.ofNullable(source.getValue(name))))
                .satisfies(failure -> assertThat(failure.problems().toString()).doesNotContain("hunter2"));
        assertThat(log).hasSize(2).allSatisfy(line -> assertThat(line).doesNotContain("hunter2"));
        assertThat(log.getFirst()).contains("\"msg\":\"Secret read\"", "\"variables\":\"SQS_QUEUE_URL\"");
    }

    @Test
    void readsOnceHoweverManyAskAtATime() throws InterruptedException, ExecutionException, TimeoutException {
        int askers = 16;
        CountDownLatch allAsk = new CountDownLatch(askers);
        CountDownLatch answered = new CountDownLatch(1);
        ConfigSource source = new SecretsManagerConfigSource(USED, settings -> {
            reads.incrementAndGet();
            await(answered);
            return SECRET;
        });

        List<Future<@Nullable String>> answers = new ArrayList<>();
        for (int i = 0; i < askers; i++) {
            answers.add(threads.submit(() -> {
                allAsk.countDown();
                return source.getValue("SQS_QUEUE_URL");
            }));
        }
        await(allAsk);
        answered.countDown();

        for (Future<@Nullable String> answer : answers) {
            assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(QUEUE_URL);
        }
        assertThat(reads).hasValue(1);
    }

    @Test
    void hasNothingToSayToItsOwnReader() {
        AtomicReference<@Nullable ConfigSource> itself = new AtomicReference<>();
        List<Optional<String>> heard = new ArrayList<>();
        ConfigSource source = new SecretsManagerConfigSource(USED, settings -> {
            ConfigSource found = itself.get();
            heard.add(Optional.ofNullable(found == null ? "not set up" : found.getValue("SQS_QUEUE_URL")));
            return SECRET;
        });
        itself.set(source);

        assertThat(source.getValue("SQS_QUEUE_URL")).isEqualTo(QUEUE_URL);
        assertThat(heard).containsExactly(Optional.empty());
    }

    @Test
    void letsAnInterruptedAskerGoWithoutAnAnswer() throws InterruptedException, ExecutionException, TimeoutException {
        CountDownLatch readingBegan = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        ConfigSource source = new SecretsManagerConfigSource(USED, settings -> {
            readingBegan.countDown();
            await(answered);
            return SECRET;
        });
        Future<@Nullable String> first = threads.submit(() -> source.getValue("SQS_QUEUE_URL"));
        await(readingBegan);
        AtomicReference<@Nullable Thread> waiter = new AtomicReference<>();
        Future<Boolean> second = threads.submit(() -> {
            waiter.set(Thread.currentThread());
            return source.getValue("SQS_QUEUE_URL") == null
                    && Thread.currentThread().isInterrupted();
        });

        Awaitility.await().until(() -> {
            Thread thread = waiter.get();
            return thread != null && thread.getState() == Thread.State.TIMED_WAITING;
        });
        Optional.ofNullable(waiter.get()).orElseThrow().interrupt();

        assertThat(second.get(30, TimeUnit.SECONDS)).isTrue();
        answered.countDown();
        assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(QUEUE_URL);
    }

    @Test
    void warnsOfAQueueThatTheAutoscalerCannotSee() {
        assertThat(source(SECRET).getValue("SQS_QUEUE_URL")).isEqualTo(QUEUE_URL);

        assertThat(log)
                .anySatisfy(line -> assertThat(line).contains("names another queue than the environment", "not set"))
                .noneSatisfy(line -> assertThat(line).contains(QUEUE_URL));
    }

    @Test
    void hasNothingToSayOfTheSameQueueInBothPlaces() {
        SettingsSource both = process(Map.of("USE_SECRET_MANAGER", "true", "SQS_QUEUE_URL", QUEUE_URL));

        assertThat(new SecretsManagerConfigSource(both, settings -> SECRET).getValue("SQS_QUEUE_URL"))
                .isEqualTo(QUEUE_URL);

        assertThat(log).hasSize(1).allSatisfy(line -> assertThat(line).contains("Secret read"));
    }

    private ConfigSource source(String secret) {
        return new SecretsManagerConfigSource(USED, settings -> {
            reads.incrementAndGet();
            return secret;
        });
    }

    private static SettingsSource process(Map<String, String> environment) {
        return name -> Optional.ofNullable(environment.get(name));
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("Waited in vain.");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
