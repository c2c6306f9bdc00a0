package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import com.traffictacos.reservation.worker.sandbox.WorkerInstall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A worker that has no {@code ADMIN_TOKEN} serves health and figures, and says how to have more. */
class WithoutTokenIT {

    private static final int GRPC_PORT = WorkerInstall.freePort();

    private static WorkerFixture fixture;
    private static ReflectionClient grpc;

    @BeforeAll
    static void start() {
        fixture = WorkerFixture.open(
                "without-token",
                SandboxWorld.start(),
                Map.of("CONSOLE_ENABLED", "true", "GRPC_DEBUG_PORT", Integer.toString(GRPC_PORT)));
        grpc = new ReflectionClient(GRPC_PORT);
    }

    @AfterAll
    static void close() {
        grpc.close();
        fixture.close();
    }

    @Test
    void refusesEveryClosedGrpcCallWhateverItBears() {
        List<ForgedMetadata> tricks = ForgedMetadata.all(OperatorToken.VALUE);
        assertThat(grpc.closedMethods())
                .hasSizeGreaterThan(10)
                .allSatisfy(method -> assertThat(tricks)
                        .allSatisfy(trick -> assertThat(grpc.call(method, trick.headers()))
                                .returns(Status.Code.PERMISSION_DENIED, Status::getCode)
                                .extracting(Status::getDescription)
                                .asString()
                                .contains("ADMIN_TOKEN")));
    }

    @Test
    void answersHealthAndFigures() {
        assertThat(grpc.openMethods())
                .hasSize(4)
                .allSatisfy(method ->
                        assertThat(grpc.call(method, new Metadata()).getCode()).isEqualTo(Status.Code.OK));
    }

    @Test
    void servesNothingOverHttp() {
        try (AdminClient stranger = new AdminClient(fixture.worker().http(), OperatorToken.VALUE)) {
            for (String path : List.of("/admin/status", "/admin/dead-letters", "/admin/nothing")) {
                assertThat(stranger.tryGet(path).status()).as(path).isEqualTo(403);
            }
            AdminClient.Answer pause = stranger.post("/admin/polling/pause", "{}");
            assertThat(pause.status()).isEqualTo(403);
            assertThat(pause.body().getJsonObject("error").getString("message")).contains("ADMIN_TOKEN");
        }
    }
}
