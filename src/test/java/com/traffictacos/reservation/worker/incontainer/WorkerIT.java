package com.traffictacos.reservation.worker.incontainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.event.ConcertId;
import com.traffictacos.reservation.worker.event.EventHeader;
import com.traffictacos.reservation.worker.event.PaymentFailed;
import com.traffictacos.reservation.worker.event.PaymentIntentId;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.SeatSelection;
import com.traffictacos.reservation.worker.event.failure.DependencyUnavailable;
import com.traffictacos.reservation.worker.event.failure.PermanentFailure;
import com.traffictacos.reservation.worker.event.failure.Throttled;
import com.traffictacos.reservation.worker.event.failure.TransientFailure;
import com.traffictacos.reservation.worker.handler.HandlerContext;
import com.traffictacos.reservation.worker.handler.PaymentFailedHandler;
import com.traffictacos.reservation.worker.handler.ServiceCall;
import com.traffictacos.reservation.worker.pipeline.dependency.DependencyOutages;
import com.traffictacos.reservation.worker.pipeline.lifecycle.WorkerLifecycle;
import com.traffictacos.reservation.worker.pipeline.receive.PollLoop;
import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import com.traffictacos.reservation.worker.platform.settings.SettingsProducer;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The worker as the container puts it together: beans, executors, interceptors, endpoints. No queue answers it. */
@ArquillianTest
@Dependent // So that the server knows the configuration that is injected here.
class WorkerIT {

    private static final int CONCURRENCY = 20;

    private static final PaymentFailed EVENT = new PaymentFailed(
            EventHeader.NONE,
            new ReservationId("rsv"),
            new PaymentIntentId("pay"),
            Optional.of(new ConcertId("concert")),
            Optional.of(SeatSelection.ofQuantity(1)),
            Optional.empty());

    @Inject
    WorkerLifecycle lifecycle;

    @Inject
    PollLoop pollLoop;

    @Inject
    WorkerExecutors executors;

    @Inject
    PaymentFailedHandler handler;

    @Inject
    SettingsProducer settings;

    @Inject
    Settings.Worker workerSettings;

    @Inject
    @Any
    Instance<Object> healthChecks;

    @Inject
    @ConfigProperty(name = "RESERVATION_API_BASE")
    URI base;

    @Inject
    @ConfigProperty(name = "test.http.port")
    int port;

    @Deployment
    static WebArchive deployment() {
        return Deployments.worker(
                WorkerIT.class,
                Map.of("MAX_RETRIES", "7", "test.http.port", System.getProperty("in.container.port")),
                TestReservationApi.class,
                TestReservationApi.Answer.class,
                TestReservationApi.Request.class);
    }

    @Inject
    DependencyOutages outages;

    /** One test asks the worker to wait, which the next one would have to do. */
    @BeforeEach
    void forgetOutages() {
        for (ServiceCall operation : ServiceCall.values()) {
            outages.succeeded(operation);
        }
    }

    @Test
    void startsWithItsSettings() {
        await().until(() -> lifecycle.state() == WorkerLifecycle.State.RUNNING);
        assertThat(settings.failure()).isEmpty();
        assertThat(workerSettings.maxRetries()).isEqualTo(7);
        assertThat(workerSettings.concurrency()).isEqualTo(CONCURRENCY);
    }

    @Test
    @Timeout(20)
    void runsTwentyEventsAtOnce() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(CONCURRENCY);
        CountDownLatch finish = new CountDownLatch(1);
        for (int i = 0; i < CONCURRENCY; i++) {
            executors.events().execute(() -> {
                running.countDown();
                awaitQuietly(finish);
            });
        }

        assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
        finish.countDown();
    }

    @Test
    void runsNoMoreEventsThanThereArePermits() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(CONCURRENCY + 1);
        CountDownLatch finish = new CountDownLatch(1);
        for (int i = 0; i < CONCURRENCY + 1; i++) {
            executors.events().execute(() -> {
                running.countDown();
                awaitQuietly(finish);
            });
        }

        await().until(() -> running.getCount() == 1);
        assertThat(running.await(200, TimeUnit.MILLISECONDS)).isFalse();
        finish.countDown();
        assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void givesTasksTheApplicationsClassLoaderAndBeans() throws Exception {
        assertThat(executors
                        .events()
                        .submit(() -> CDI.current().select(PollLoop.class).get() == pollLoop
                                && Thread.currentThread()
                                                .getContextClassLoader()
                                                .loadClass(PollLoop.class.getName())
                                        == PollLoop.class)
                        .get(10, TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void triesTwiceMoreForABlip() {
        try (TestReservationApi api = new TestReservationApi(base)) {
            api.answers(TestReservationApi.Answer.of(503, ""));

            assertThatExceptionOfType(TransientFailure.class).isThrownBy(this::handle);
            assertThat(api.requests()).hasSize(3);
        }
    }

    @Test
    void triesNoMoreForARefusal() {
        try (TestReservationApi api = new TestReservationApi(base)) {
            api.answers(TestReservationApi.Answer.of(422, ""));

            assertThatExceptionOfType(PermanentFailure.class).isThrownBy(this::handle);
            assertThat(api.requests()).hasSize(1);
        }
    }

    @Test
    void triesNoMoreWhenItIsAskedToWait() {
        try (TestReservationApi api = new TestReservationApi(base)) {
            api.answers(TestReservationApi.Answer.of(429, "").with("Retry-After", "30"));

            assertThatExceptionOfType(Throttled.class)
                    .isThrownBy(this::handle)
                    .satisfies(throttled -> assertThat(throttled.retryAfter()).isEqualTo(Duration.ofSeconds(30)));
            assertThat(api.requests()).hasSize(1);
        }
    }

    @Test
    void triesNoMoreWhereNobodyListens() {
        assertThatExceptionOfType(DependencyUnavailable.class).isThrownBy(this::handle);
    }

    @Test
    void isStartedAndAliveButNotReadyWithoutItsQueue() throws Exception {
        await().until(() -> lifecycle.state() == WorkerLifecycle.State.RUNNING);

        // Asked by CDI: over HTTP the server itself reports down, for the application that this configuration leaves
        // out.
        assertThat(checks(new Startup.Literal()))
                .allSatisfy(check -> assertThat(check.getStatus()).isEqualTo(HealthCheckResponse.Status.UP));
        assertThat(checks(new Liveness.Literal()))
                .allSatisfy(check -> assertThat(check.getStatus()).isEqualTo(HealthCheckResponse.Status.UP));
        assertThat(checks(new Readiness.Literal())).singleElement().satisfies(check -> {
            assertThat(check.getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
            assertThat(check.getData().orElseThrow())
                    .containsEntry("state", "running")
                    .containsEntry("fleet_flag_unknown", true);
        });
        assertThat(get("/WorkerIT/ready"))
                .returns(503, HttpResponse::statusCode)
                .returns("not ready", HttpResponse::body);
    }

    @Test
    void showsItsMetricsUnderTheirNames() throws Exception {
        await().until(() -> lifecycle.state() == WorkerLifecycle.State.RUNNING);

        List<String> lines = get("/WorkerIT/metrics").body().lines().toList();
        assertThat(Stream.of(
                        "worker_events_total{",
                        "worker_processing_duration_seconds_bucket{",
                        "worker_latency_seconds_bucket{",
                        "sqs_poll_errors_total ",
                        "worker_active_tasks ",
                        "worker_unaccounted "))
                .allSatisfy(name -> assertThat(lines).anyMatch(line -> line.startsWith(name)));
        assertThat(lines)
                .anyMatch(line ->
                        line.startsWith("worker_processing_duration_seconds_bucket{") && line.contains("le=\"0.001\""))
                .anyMatch(line ->
                        line.startsWith("worker_processing_duration_seconds_bucket{") && line.contains("le=\"30.0\""));
    }

    private List<HealthCheckResponse> checks(Annotation kind) {
        return healthChecks.select(HealthCheck.class, kind).stream()
                .map(HealthCheck::call)
                .toList();
    }

    private void handle() {
        handler.handle(EVENT, new HandlerContext(1, () -> {}));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(10))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
