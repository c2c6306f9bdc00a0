package com.traffictacos.reservation.worker.endtoend;

import static com.traffictacos.reservation.worker.endtoend.OperatorIT.DEAD_LETTERS;
import static com.traffictacos.reservation.worker.endtoend.OperatorIT.TOKEN;
import static com.traffictacos.reservation.worker.endtoend.OperatorIT.fixture;
import static com.traffictacos.reservation.worker.endtoend.OperatorIT.grpc;
import static com.traffictacos.reservation.worker.endtoend.OperatorIT.operator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every caller is told, and how a request that is wrong is answered. */
abstract class OperatorFigures extends OperatorTopic {

    @Test
    void listsAndCallsEveryServiceByReflectionAlone() {
        List<String> services = grpc.services();
        assertThat(services)
                .contains(
                        "grpc.health.v1.Health",
                        "reservation.v1.WorkerService",
                        "traffictacos.worker.v1.DeadLetterService",
                        "traffictacos.worker.v1.PollingService",
                        "traffictacos.worker.v1.ReservationService",
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
    void answersHealthAndFiguresToEverybody() {
        assertThat(grpc.openMethods())
                .hasSize(4)
                .allSatisfy(method ->
                        assertThat(grpc.call(method, new Metadata()).getCode()).isEqualTo(Status.Code.OK));
    }

    @Test
    void refusesRequestsThatAreTooLarge() {
        MethodDescriptor show = method("traffictacos.worker.v1.DeadLetterService", "Show");
        DynamicMessage large = DynamicMessage.newBuilder(show.getInputType())
                .setField(show.getInputType().findFieldByName("id"), "x".repeat(300_000))
                .build();

        assertThat(grpc.call(show, large, OperatorToken.headers()).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "reservation-worker"})
    void saysThatItServes(String service) {
        HealthCheckResponse answer = HealthGrpc.newBlockingStub(grpc.channel())
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .check(HealthCheckRequest.newBuilder().setService(service).build());

        assertThat(answer.getStatus()).isEqualTo(ServingStatus.SERVING);
    }

    @Test
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

    @Test
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
}
