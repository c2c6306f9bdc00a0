package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.traffic_tacos.common.v1.ErrorCode;
import com.traffic_tacos.reservation.v1.CompensationAction;
import com.traffic_tacos.reservation.v1.CompensationActionType;
import com.traffic_tacos.reservation.v1.CompensationType;
import com.traffic_tacos.reservation.v1.GetJobStatusRequest;
import com.traffic_tacos.reservation.v1.GetJobStatusResponse;
import com.traffic_tacos.reservation.v1.PaymentResultType;
import com.traffic_tacos.reservation.v1.ProcessCompensationRequest;
import com.traffic_tacos.reservation.v1.ProcessCompensationResponse;
import com.traffic_tacos.reservation.v1.ProcessPaymentResultRequest;
import com.traffic_tacos.reservation.v1.ProcessPaymentResultResponse;
import com.traffic_tacos.reservation.v1.ProcessReservationExpiryRequest;
import com.traffic_tacos.reservation.v1.ProcessReservationExpiryResponse;
import com.traffic_tacos.reservation.v1.ProcessingStatus;
import com.traffic_tacos.reservation.v1.WorkerServiceGrpc;
import com.traffic_tacos.reservation.v1.WorkerStatus;
import com.traffic_tacos.worker.v1.InWork;
import com.traffic_tacos.worker.v1.ListInWorkRequest;
import com.traffic_tacos.worker.v1.PauseRequest;
import com.traffic_tacos.worker.v1.PollingServiceGrpc;
import com.traffic_tacos.worker.v1.PollingState;
import com.traffic_tacos.worker.v1.ResumeRequest;
import com.traffictacos.reservation.worker.operations.admin.OperatorCalls;
import com.traffictacos.reservation.worker.sandbox.EventMix;
import com.traffictacos.reservation.worker.sandbox.Expectation;
import com.traffictacos.reservation.worker.sandbox.Poison;
import com.traffictacos.reservation.worker.sandbox.ReservationGenerator;
import com.traffictacos.reservation.worker.sandbox.ReservationScript;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.WorkerInstall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.AbstractBlockingStub;
import io.grpc.stub.StreamObserver;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators can do from outside, and what nobody can do without the token. */
@TestMethodOrder(OrderAnnotation.class)
class OperatorIT {

    private static final String TOKEN = OperatorToken.VALUE;
    private static final int DEAD_LETTERS = 40;
    private static final int GRPC_PORT = WorkerInstall.freePort();

    /** Every call that changes something, or might, as it would succeed with the token. */
    private static final Map<String, String> CHANGES = Map.of(
            "/admin/dead-letters/dry-run", "{\"selection\":{}}",
            "/admin/dead-letters/redrive", "{\"selection\":{},\"confirm\":\"redrive\"}",
            "/admin/dead-letters/discard", "{\"ids\":[\"x\"],\"confirm\":\"discard\"}",
            "/admin/jobs/x/cancel", "{}",
            "/admin/polling/pause", "{}",
            "/admin/polling/resume", "{}");

    private static final AtomicInteger ADDRESSES = new AtomicInteger();
    private static final AtomicInteger ADDRESSES_OF_GRPC = new AtomicInteger();

    private static WorkerFixture fixture;
    private static AdminClient operator;
    private static ReflectionClient grpc;

    @BeforeAll
    static void start() {
        SandboxWorld world = SandboxWorld.start();
        world.poison().lay(DEAD_LETTERS);
        world.generator()
                .send(
                        new ReservationGenerator(EventMix.of(ReservationScript.EXPIRES, ReservationScript.IS_PAID), 71),
                        20);
        fixture = WorkerFixture.open(
                "operator",
                world,
                Map.of(
                        "ADMIN_TOKEN",
                        TOKEN,
                        "CONSOLE_ENABLED",
                        "true",
                        "GRPC_DEBUG_PORT",
                        Integer.toString(GRPC_PORT)));
        operator = new AdminClient(fixture.worker().http(), TOKEN);
        grpc = new ReflectionClient(GRPC_PORT);
        fixture.awaitEmptyQueue(Duration.ofMinutes(1));
    }

    @AfterAll
    static void close() {
        grpc.close();
        operator.close();
        fixture.close();
    }

    @Test
    @Order(1)
    void listsAndCallsEveryServiceByReflectionAlone() {
        List<String> services = grpc.services();
        assertThat(services)
                .contains(
                        "grpc.health.v1.Health",
                        "reservation.v1.WorkerService",
                        "traffictacos.worker.v1.DeadLetterService",
                        "traffictacos.worker.v1.PollingService",
                        "grpc.reflection.v1.ServerReflection",
                        "grpc.reflection.v1alpha.ServerReflection");
        assertThat(grpc.servicesByV1Alpha()).containsExactlyInAnyOrderElementsOf(services);
        for (MethodDescriptor method : grpc.methods().toList()) {
            assertThat(grpc.call(method, OperatorToken.headers()).getCode())
                    .as(method.getFullName())
                    .isIn(
                            Status.Code.OK,
                            Status.Code.INVALID_ARGUMENT,
                            Status.Code.NOT_FOUND,
                            Status.Code.FAILED_PRECONDITION);
        }
    }

    @Test
    @Order(1)
    void answersHealthAndFiguresToEverybody() {
        assertThat(grpc.openMethods())
                .hasSize(4)
                .allSatisfy(method ->
                        assertThat(grpc.call(method, new Metadata()).getCode()).isEqualTo(Status.Code.OK));
    }

    static Stream<Arguments> grpcTricks() {
        return grpc.closedMethods().stream()
                .flatMap(method -> ForgedMetadata.all(TOKEN).stream().map(trick -> Arguments.of(method, trick)));
    }

    @ParameterizedTest
    @Order(1)
    @MethodSource("grpcTricks")
    void refusesEveryClosedGrpcCallWithoutTheToken(MethodDescriptor method, ForgedMetadata trick) {
        // Wrong tokens are counted by address here too.
        try (ReflectionClient stranger =
                new ReflectionClient("127.0.4." + ADDRESSES_OF_GRPC.incrementAndGet(), GRPC_PORT)) {
            assertThat(stranger.call(method, trick.headers()).getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        }
    }

    @Test
    @Order(1)
    void refusesRequestsThatAreTooLarge() {
        MethodDescriptor show = method("traffictacos.worker.v1.DeadLetterService", "Show");
        DynamicMessage large = DynamicMessage.newBuilder(show.getInputType())
                .setField(show.getInputType().findFieldByName("id"), "x".repeat(300_000))
                .build();

        assertThat(grpc.call(show, large, OperatorToken.headers()).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }

    @ParameterizedTest
    @Order(1)
    @ValueSource(strings = {"", "reservation-worker"})
    void saysThatItServes(String service) {
        HealthCheckResponse answer = HealthGrpc.newBlockingStub(grpc.channel())
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .check(HealthCheckRequest.newBuilder().setService(service).build());

        assertThat(answer.getStatus()).isEqualTo(ServingStatus.SERVING);
    }

    static Stream<Arguments> tricks() {
        List<List<String>> headers = List.of(
                List.of(),
                List.of("Authorization: Bearer wrong"),
                List.of("Authorization:"),
                List.of("Authorization: Bearer"),
                List.of("Authorization: Bearer " + TOKEN, "Authorization: Bearer " + TOKEN),
                List.of("Authorization: Bearer wrong", "Authorization: Bearer " + TOKEN),
                List.of("Authorization: Basic " + TOKEN),
                List.of("X-Authorization: Bearer " + TOKEN),
                List.of("Cookie: token=" + TOKEN + "; Authorization=Bearer " + TOKEN));
        return CHANGES.keySet().stream().flatMap(path -> headers.stream().map(lines -> Arguments.of(path, lines)));
    }

    @ParameterizedTest
    @Order(1)
    @MethodSource("tricks")
    void refusesEveryChangeWithoutTheToken(String path, List<String> headers) {
        RawHttp.Answer answer = send("POST", path, headers, path);

        assertThat(answer.status()).as(answer.body()).isEqualTo(401);
        assertThat(answer.headers()).anyMatch(header -> header.startsWith("www-authenticate: bearer"));
    }

    @ParameterizedTest
    @Order(1)
    @ValueSource(
            strings = {
                "/admin/dead-letters/redrive?token=" + TOKEN,
                "/admin/dead-letters/redrive?access_token=" + TOKEN,
                "/admin/../admin/dead-letters/redrive",
                "//admin/dead-letters/redrive",
                "/admin//dead-letters/redrive",
                "/admin;x=1/dead-letters/redrive",
                "/admin/dead-letters/redrive;jsessionid=x",
                "/%61dmin/dead-letters/redrive",
                "/admin/%2e%2e/admin/dead-letters/redrive",
                "/ready/../admin/dead-letters/redrive",
                "/health/..;/admin/dead-letters/redrive",
                "/admin/dead-letters/redrive/"
            })
    void findsNoWayRoundTheDoor(String target) {
        RawHttp.Answer answer = send("POST", target, List.of(), "/admin/dead-letters/redrive");

        assertThat(answer.status()).as(answer.body()).isIn(400, 401, 404, 405);
    }

    @Test
    @Order(1)
    void answersJsonToJsonThatTheParserItselfWouldBreakOn() {
        for (String value : List.of("[".repeat(1_200) + "]".repeat(1_200), "9".repeat(60_000))) {
            RawHttp.Answer answer = RawHttp.send(
                    fixture.worker().http(),
                    "127.0.0.1",
                    "POST",
                    "/admin/dead-letters/dry-run",
                    List.of("Authorization: Bearer " + TOKEN, "Content-Type: application/json"),
                    "{\"selection\":" + value + "}");

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("\"code\":\"bad_request\"");
        }
    }

    /** Whose bodies never come: each call that works holds a thread of the server's for as long as it waits. */
    @Test
    @Order(4)
    void turnsAwayCallsTooManyAndGoesOnWithEvents() {
        List<OpenCall> open = IntStream.range(0, 80)
                .mapToObj(i -> OpenCall.begin(fixture.worker().http(), "/admin/polling/resume", TOKEN))
                .toList();
        try {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> open.stream().filter(OpenCall::isAnswered).count() == 80 - OperatorCalls.MAX_CALLS);
            fixture.world().generator().send(new ReservationGenerator(EventMix.of(ReservationScript.EXPIRES), 73), 100);
            fixture.awaitEmptyQueue(Duration.ofSeconds(30));

            assertThat(open.stream().filter(OpenCall::isAnswered))
                    .hasSize(80 - OperatorCalls.MAX_CALLS)
                    .allSatisfy(
                            call -> assertThat(call.answer()).contains(" 429 ", "Retry-After: 1", "too_many_calls"));
            List<OpenCall> working =
                    open.stream().filter(call -> !call.isAnswered()).toList();
            working.forEach(call -> call.finish("{}"));
            await().atMost(Duration.ofSeconds(30)).until(() -> working.stream().allMatch(OpenCall::isAnswered));
            assertThat(working).allSatisfy(call -> assertThat(call.answer()).contains(" 200 "));
        } finally {
            open.forEach(OpenCall::close);
        }
        assertThat(operator.get("/admin/jobs").getJsonArray("jobs")).isNotNull();
    }

    @Test
    @Order(1)
    void takesNoOtherMethodAndNoOverride() {
        String redrive = "/admin/dead-letters/redrive";
        String token = "Authorization: Bearer " + TOKEN;
        for (String method : List.of("PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "BREW")) {
            assertThat(send(method, redrive, List.of(token), redrive).status())
                    .as(method)
                    .isIn(400, 403, 405, 501);
        }
        assertThat(send("GET", redrive, List.of(token, "X-HTTP-Method-Override: POST"), redrive)
                        .status())
                .isEqualTo(404);
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "")) {
            RawHttp.Answer answer = RawHttp.send(
                    fixture.worker().http(),
                    "127.0.0.1",
                    "POST",
                    redrive,
                    List.of(token, "Content-Type: " + type),
                    CHANGES.getOrDefault(redrive, ""));
            assertThat(answer.status()).as(type).isEqualTo(415);
        }
        assertThat(operator.get("/admin/jobs").getJsonArray("jobs")).isEmpty();
    }

    @ParameterizedTest
    @Order(1)
    @ValueSource(
            strings = {
                "/admin/status",
                "/admin/in-work",
                "/admin/dead-letters",
                "/admin/dead-letters/summary",
                "/admin/dead-letters/letters/x",
                "/admin/jobs",
                "/admin/jobs/x"
            })
    void showsNothingWithoutTheToken(String path) {
        RawHttp.Answer answer = send("GET", path, List.of(), "");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).contains("\"no_token\"");
    }

    @Test
    @Order(1)
    void tellsBrowsersToKeepOut() {
        assertThat(send("GET", "/admin/status", List.of(), "").headers())
                .contains(
                        "cache-control: no-store",
                        "content-security-policy: default-src 'none'; frame-ancestors 'none'",
                        "x-content-type-options: nosniff",
                        "x-frame-options: deny",
                        "referrer-policy: no-referrer",
                        "cross-origin-resource-policy: same-origin")
                .noneMatch(header -> header.startsWith("access-control-") || header.startsWith("set-cookie"));
    }

    @Test
    @Order(1)
    void showsLiveFigures() {
        JsonObject status = operator.get("/admin/status");

        assertThat(status.getString("state")).isEqualTo("running");
        assertThat(status.getJsonObject("events").toString()).contains("success");
        assertThat(status.getJsonObject("latency").getInt("count")).isEqualTo(20);
        assertThat(status.getJsonObject("latency").getJsonArray("buckets").getValuesAs(JsonObject.class))
                .hasSizeGreaterThan(10)
                .extracting(bucket -> bucket.getJsonNumber("le_seconds").doubleValue())
                .startsWith(0.01)
                .endsWith(3600.0);
        assertThat(status.getJsonObject("permits").getInt("total")).isEqualTo(20);
        assertThat(status.getJsonObject("deliveries").getInt("unaccounted")).isZero();
        assertThat(status.getJsonObject("dependencies"))
                .hasToString("{\"inventory\":\"closed\",\"reservation-api\":\"closed\"}");
        assertThat(status.getJsonObject("pod").getString("queue")).isEqualTo("reservation-events");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> operator.get("/admin/status")
                                .getJsonObject("dead_letters")
                                .getInt("visible")
                        == DEAD_LETTERS);
    }

    @Test
    @Order(1)
    void saysWhatIsWrongWithARequest() {
        assertThat(operator.tryGet("/admin/dead-letters?reasons=x").status()).isEqualTo(400);
        assertThat(operator.tryGet("/admin/dead-letters?page_size=0").status()).isEqualTo(400);
        assertThat(operator.tryGet("/admin/nothing").status()).isEqualTo(404);
        assertThat(operator.tryGet("/admin/jobs/none").status()).isEqualTo(404);
        assertThat(operator.post("/admin/dead-letters/redrive", "{\"selektion\":{}}")
                        .status())
                .isEqualTo(400);
        assertThat(operator.post("/admin/dead-letters/redrive", "{\"selection\":{\"reason\":[]}}")
                        .status())
                .isEqualTo(400);
        assertThat(operator.post("/admin/dead-letters/redrive", "{\"selection\":{}}")
                        .status())
                .isEqualTo(428);
        assertThat(operator.post("/admin/dead-letters/redrive", "no JSON").status())
                .isEqualTo(400);
        assertThat(operator.post("/admin/dead-letters/discard", "{\"ids\":[\"../x\"],\"confirm\":\"discard\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    @Order(3)
    void runsTheHandlersOfTheQueue() {
        Expectation expiry = poisoned(Poison.Kind.OUTLASTED, ReservationScript.EXPIRES);
        ProcessReservationExpiryRequest request = expiry(expiry);
        ProcessReservationExpiryResponse expired = worker().processReservationExpiry(request);
        assertThat(expired.getStatus()).isEqualTo(ProcessingStatus.PROCESSING_STATUS_SUCCESS);
        assertThat(expired.getNextAction()).isEqualTo("completed");
        assertThat(expired.hasError()).isFalse();
        assertThat(worker().processReservationExpiry(request).getStatus())
                .as("a repetition")
                .isEqualTo(ProcessingStatus.PROCESSING_STATUS_SUCCESS);

        Expectation payment = poisoned(Poison.Kind.OUTLASTED, ReservationScript.IS_PAID);
        ProcessPaymentResultResponse paid =
                worker().processPaymentResult(result(payment, PaymentResultType.PAYMENT_RESULT_TYPE_APPROVED));
        assertThat(paid.getStatus()).isEqualTo(ProcessingStatus.PROCESSING_STATUS_SUCCESS);
        assertThat(paid.getOrderId()).isNotBlank();
        assertThat(worker().processPaymentResult(result(payment, PaymentResultType.PAYMENT_RESULT_TYPE_TIMEOUT))
                        .getStatus())
                .isEqualTo(ProcessingStatus.PROCESSING_STATUS_SKIPPED);

        Expectation failure = poisoned(Poison.Kind.OUTLASTED, ReservationScript.PAYMENT_FAILS);
        ProcessCompensationResponse cancelled = worker().processCompensation(
                        compensation(failure.reservationId(), CompensationType.COMPENSATION_TYPE_CANCEL_RESERVATION));
        assertThat(cancelled.getStatus()).isEqualTo(ProcessingStatus.PROCESSING_STATUS_SUCCESS);
        assertThat(cancelled.getActionsTakenList())
                .extracting(CompensationAction::getActionType)
                .containsExactly(
                        CompensationActionType.COMPENSATION_ACTION_TYPE_RESERVATION_CANCEL,
                        CompensationActionType.COMPENSATION_ACTION_TYPE_INVENTORY_RELEASE);
        assertThat(fixture.world()
                        .check()
                        .check(List.of(expiry, payment, failure), List.of())
                        .wrong())
                .isEmpty();
        assertThat(fixture.worker().logLines())
                .anySatisfy(line -> assertThat(line)
                        .contains("\"operator\":\"alice\"", "process payment.approved", payment.reservationId()));
    }

    @Test
    @Order(3)
    void saysWhatBecameOfCallsThatDidNotGoWell() {
        ProcessReservationExpiryResponse unknown = worker().processReservationExpiry(
                        ProcessReservationExpiryRequest.newBuilder()
                                .setReservationId("nobody")
                                .setEventId("evt_1")
                                .setQuantity(1)
                                .build());
        assertThat(unknown.getStatus()).isEqualTo(ProcessingStatus.PROCESSING_STATUS_DLQ);
        assertThat(unknown.getNextAction()).isEqualTo("dlq");
        assertThat(unknown.getError().getCode()).isEqualTo(ErrorCode.ERROR_CODE_NOT_FOUND);
        assertThat(unknown.getError().getTraceId()).hasSize(32);
        assertThat(unknown.getError().getDetails(0).getReason()).isEqualTo("reservation_not_found");

        ProcessReservationExpiryResponse invalid = worker().processReservationExpiry(
                        ProcessReservationExpiryRequest.newBuilder()
                                .setReservationId("../x")
                                .setEventId("evt_1")
                                .setQuantity(1)
                                .build());
        assertThat(invalid.getStatus()).isEqualTo(ProcessingStatus.PROCESSING_STATUS_FAILED);
        assertThat(invalid.getError().getCode()).isEqualTo(ErrorCode.ERROR_CODE_INVALID_ARGUMENT);
        assertThat(invalid.getError().getDetails(0).getField()).isEqualTo("reservation_id");

        for (CompensationType type : List.of(
                CompensationType.COMPENSATION_TYPE_REFUND_PAYMENT,
                CompensationType.COMPENSATION_TYPE_CLEANUP_ORPHANED)) {
            assertThat(worker().processCompensation(compensation("rsv_1", type)))
                    .returns(true, ProcessCompensationResponse::getRequiresManualIntervention)
                    .returns(ProcessingStatus.PROCESSING_STATUS_SKIPPED, ProcessCompensationResponse::getStatus);
        }
    }

    @Test
    @Order(3)
    void tellsTheWorkersHealthAndJobs() {
        com.traffic_tacos.reservation.v1.HealthCheckResponse health = WorkerServiceGrpc.newBlockingStub(grpc.channel())
                .healthCheck(com.traffic_tacos.reservation.v1.HealthCheckRequest.getDefaultInstance());
        assertThat(health.getStatus()).isEqualTo(WorkerStatus.WORKER_STATUS_HEALTHY);
        assertThat(health.getProcessedEventsCount()).isEqualTo(20);
        assertThat(health.hasLastProcessedAt()).isTrue();

        GetJobStatusResponse open = WorkerServiceGrpc.newBlockingStub(grpc.channel())
                .getJobStatus(GetJobStatusRequest.getDefaultInstance());
        assertThat(open.getJobsList()).isEmpty();
        assertThat(open.getMetrics().getTotalEventsCompleted()).isEqualTo(20);
        assertThat(open.getMetrics().getAverageProcessingTimeMs()).isPositive();
        assertThat(worker().getJobStatus(GetJobStatusRequest.getDefaultInstance())
                        .getJobsList())
                .as("the discard")
                .hasSize(1);
    }

    private static ProcessReservationExpiryRequest expiry(Expectation expectation) {
        return ProcessReservationExpiryRequest.newBuilder()
                .setReservationId(expectation.reservationId())
                .setEventId(expectation.concert())
                .addAllSeatIds(expectation.seats().seatIds())
                .setQuantity(expectation.seats().quantity())
                .build();
    }

    private static Expectation poisoned(Poison.Kind kind, ReservationScript story) {
        return fixture.world().poison().expectations(kind).stream()
                .filter(expectation -> expectation.story() == story)
                .findFirst()
                .orElseThrow();
    }

    private static ProcessPaymentResultRequest result(Expectation expectation, PaymentResultType type) {
        return ProcessPaymentResultRequest.newBuilder()
                .setReservationId(expectation.reservationId())
                .setPaymentIntentId("pay_1")
                .setResultType(type)
                .build();
    }

    private static ProcessCompensationRequest compensation(String reservationId, CompensationType type) {
        return ProcessCompensationRequest.newBuilder()
                .setReservationId(reservationId)
                .setCompensationType(type)
                .build();
    }

    private static WorkerServiceGrpc.WorkerServiceBlockingStub worker() {
        return asOperator(WorkerServiceGrpc.newBlockingStub(grpc.channel()));
    }

    private static PollingServiceGrpc.PollingServiceBlockingStub polling() {
        return asOperator(PollingServiceGrpc.newBlockingStub(grpc.channel()));
    }

    private static <T extends AbstractBlockingStub<T>> T asOperator(T stub) {
        return OperatorToken.with(stub.withDeadlineAfter(20, TimeUnit.SECONDS));
    }

    @Test
    @Order(4)
    void pausesAndGoesOn() {
        assertThat(operator.post("/admin/polling/pause", "", 200).getBoolean("paused"))
                .isTrue();
        // A receive that was under way may still bring what comes now.
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            fixture.world().generator().sendBody("{}");
            return fixture.world().depth().waiting() >= 2;
        });
        assertThat(operator.get("/admin/status").getJsonObject("polling").getBoolean("paused"))
                .isTrue();
        assertThat(polling().listInWork(ListInWorkRequest.getDefaultInstance()).getPolling())
                .returns(true, PollingState::getPaused);

        assertThat(operator.post("/admin/polling/resume", "", 200).getBoolean("paused"))
                .isFalse();
        fixture.awaitEmptyQueue(Duration.ofSeconds(30));
        assertThat(polling().pause(PauseRequest.getDefaultInstance()).getPaused())
                .isTrue();
        assertThat(operator.get("/admin/status").getJsonObject("polling").getBoolean("paused"))
                .isTrue();
        assertThat(polling().resume(ResumeRequest.getDefaultInstance()).getPaused())
                .isFalse();
        assertThat(fixture.worker().logLines())
                .anySatisfy(line -> assertThat(line).contains("\"operator\":\"alice\"", "\"action\":\"pause\""));
    }

    @Test
    @Order(4)
    void listsWhatIsInFlight() {
        fixture.world().inventory().conditions().setLatency(Duration.ofMillis(200));
        fixture.world().generator().send(new ReservationGenerator(EventMix.of(ReservationScript.EXPIRES), 72), 100);

        await().pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(operator.get("/admin/in-work").getJsonArray("in_work"))
                        .isNotEmpty()
                        .allSatisfy(delivery -> assertThat(delivery.asJsonObject())
                                .containsKeys(
                                        "message_id",
                                        "type",
                                        "reservation_id",
                                        "step",
                                        "attempt",
                                        "age_seconds",
                                        "lease_left_seconds")));
        await().pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(polling()
                                .listInWork(ListInWorkRequest.getDefaultInstance())
                                .getInWorkList())
                        .anySatisfy(delivery -> assertThat(delivery)
                                .returns("expired", InWork::getType)
                                .returns("release_seats", InWork::getStep)
                                .returns(1, InWork::getAttempt)
                                .satisfies(seen ->
                                        assertThat(seen.getReservationId()).isNotBlank())
                                .satisfies(seen ->
                                        assertThat(seen.getLeaseLeftSeconds()).isPositive())));
        fixture.world().inventory().conditions().setLatency(Duration.ZERO);
        fixture.awaitEmptyQueue(Duration.ofSeconds(30));
    }

    @Test
    @Order(2)
    void listsShowsAndDiscardsDeadLetters() {
        JsonObject summary = operator.get("/admin/dead-letters/summary?refresh=true");
        assertThat(summary.getJsonObject("by_reason"))
                .hasToString("{\"invalid_field\":10,\"paid_but_not_held\":10,\"retries_exhausted\":10,\"unknown\":10}");
        assertThat(summary.getJsonObject("scan").getBoolean("complete")).isTrue();
        JsonObject page = operator.get("/admin/dead-letters?reason=invalid_field&page_size=4");
        assertThat(page.getInt("matched")).isEqualTo(10);
        assertThat(page.getJsonArray("letters")).hasSize(4);
        String id = page.getJsonArray("letters").getJsonObject(0).getString("id");

        JsonObject deadLetter = operator.get("/admin/dead-letters/letters/" + id);
        assertThat(deadLetter.getString("body")).contains("<script>");
        assertThat(deadLetter
                        .getJsonObject("attributes")
                        .getJsonObject("failure_reason")
                        .getString("value"))
                .isEqualTo("invalid_field");

        String order = "{\"ids\":[\"" + id + "\"]";
        assertThat(operator.post("/admin/dead-letters/discard", order + "}").status())
                .isEqualTo(428);
        JsonObject job = operator.post("/admin/dead-letters/discard", order + ",\"confirm\":\"discard\"}", 202);
        assertThat(operator.awaitJob(job.getString("id")).getInt("done")).isEqualTo(1);
        assertThat(operator.tryGet("/admin/dead-letters/letters/" + id).status())
                .isEqualTo(404);
        assertThat(fixture.worker().logLines())
                .anySatisfy(line -> assertThat(line).contains("\"operator\":\"alice\"", "discard begun", id))
                .noneMatch(line -> line.contains("<script>"));
    }

    @Test
    @Order(2)
    void slowsAnAddressThatGuessesAndLetsTheRightTokenIn() {
        for (int i = 0; i < 10; i++) {
            send("127.0.3.1", "GET", "/admin/status", List.of("Authorization: Bearer guess-" + i), "");
        }

        // Headers in which proxies say for whom they speak count for nothing: anybody can write them.
        for (String pretence : List.of("X-Forwarded-For: 127.0.3.2", "Forwarded: for=127.0.3.2", "$WSRA: 127.0.3.2")) {
            List<String> headers = List.of("Authorization: Bearer guess", pretence);
            long begin = System.nanoTime();
            RawHttp.Answer answer = send("127.0.3.1", "GET", "/admin/status", headers, "");

            assertThat(answer.status()).as(pretence).isEqualTo(429);
            assertThat(answer.headers()).contains("retry-after: 60", "x-content-type-options: nosniff");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(900));
        }
        RawHttp.Answer right = send("127.0.3.1", "GET", "/admin/status", List.of("Authorization: Bearer " + TOKEN), "");
        assertThat(right.status()).isEqualTo(200);
        try (ReflectionClient sameAddress = new ReflectionClient("127.0.3.1", GRPC_PORT)) {
            MethodDescriptor summary = method("traffictacos.worker.v1.DeadLetterService", "Summary");
            assertThat(sameAddress.call(summary, OperatorToken.headers()).getCode())
                    .isEqualTo(Status.Code.OK);
            assertThat(sameAddress
                            .call(summary, ForgedMetadata.all(TOKEN).get(1).headers())
                            .getCode())
                    .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        }
    }

    @Test
    @Order(5)
    void doesWhatTheOperationsPageSays() {
        Map<String, String> names = new HashMap<>();
        int calls = 0;
        for (DocumentedCall call : DocumentedCall.all()) {
            MethodDescriptor method = method("traffictacos.worker.v1." + call.service(), call.method());
            DynamicMessage answer = grpc.ask(method, call.request(method, names), OperatorToken.headers());
            calls++;
            switch (call.method()) {
                case "List" -> names.put("MESSAGE_ID", text(answer, "letters", "id"));
                case "Discard", "GetJob" ->
                    assertThat(operator.awaitJob(text(answer, "id")).getString("state"))
                            .isEqualTo("done");
                case "Redrive" -> {
                    names.putIfAbsent("DRY_RUN", text(answer, "dry_run", "token"));
                    names.put("JOB", text(answer, "job", "id"));
                }
                default -> assertThat(answer).isNotNull();
            }
        }

        assertThat(calls).isGreaterThan(8);
        assertThat(operator.awaitJob(names.getOrDefault("JOB", "")).getInt("matched"))
                .isEqualTo(DEAD_LETTERS / Poison.Kind.values().length);
        assertThat(operator.tryGet("/admin/dead-letters/letters/" + names.get("MESSAGE_ID"))
                        .status())
                .as("the discarded one")
                .isEqualTo(404);
        fixture.awaitEmptyQueue(Duration.ofSeconds(30));
    }

    /** A text far inside a message; of a repeated field the first element counts. */
    private static String text(DynamicMessage message, String... path) {
        Object value = message;
        for (String name : path) {
            DynamicMessage parent = (DynamicMessage) value;
            Object field = parent.getField(parent.getDescriptorForType().findFieldByName(name));
            value = field instanceof List<?> list ? list.getFirst() : field;
        }
        return (String) value;
    }

    @Test
    @Order(6)
    void takesHealthAndCallsInFlightIntoTheDrain() throws Exception {
        List<ServingStatus> recorded = new CopyOnWriteArrayList<>();
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        HealthGrpc.newStub(grpc.channel()).watch(HealthCheckRequest.getDefaultInstance(), new StreamObserver<>() {
            @Override
            public void onNext(HealthCheckResponse value) {
                recorded.add(value.getStatus());
            }

            @Override
            public void onError(Throwable failure) {
                closed.complete(false);
            }

            @Override
            public void onCompleted() {
                closed.complete(true);
            }
        });
        await().until(() -> !recorded.isEmpty());
        fixture.world().reservationApi().conditions().setLatency(Duration.ofMillis(1_500));
        Expectation last = poisoned(Poison.Kind.MOVED, ReservationScript.EXPIRES);
        CompletableFuture<ProcessReservationExpiryResponse> inFlight =
                CompletableFuture.supplyAsync(() -> worker().processReservationExpiry(expiry(last)));
        // Its first step is answered; the others take a while.
        await().until(() -> fixture.world().reservationApi().journal().calls().stream()
                .anyMatch(call -> call.reservationId().equals(last.reservationId())));

        fixture.worker().terminate();

        assertThat(closed.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(inFlight.get(20, TimeUnit.SECONDS).getStatus())
                .isEqualTo(ProcessingStatus.PROCESSING_STATUS_SUCCESS);
        assertThat(recorded).containsExactly(ServingStatus.SERVING, ServingStatus.NOT_SERVING);
        fixture.stopAndCheckBalance();
    }

    /**
     * Wrong tokens are counted by address, so that each request comes from another one of this machine.
     *
     * @param body the path whose body of {@link #CHANGES} is sent
     */
    private static RawHttp.Answer send(String method, String target, List<String> headers, String body) {
        return send("127.0.2." + ADDRESSES.incrementAndGet(), method, target, headers, body);
    }

    private static RawHttp.Answer send(String from, String method, String target, List<String> headers, String body) {
        return RawHttp.send(
                fixture.worker().http(),
                from,
                method,
                target,
                Stream.concat(headers.stream(), Stream.of("Content-Type: application/json"))
                        .toList(),
                CHANGES.getOrDefault(body, ""));
    }

    private static MethodDescriptor method(String service, String name) {
        return grpc.describe(service).findMethodByName(name);
    }
}
