package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A worker without {@code CONSOLE_ENABLED} has no page and no calls behind it. */
class ConsoleOffIT {

    private static final String TOKEN = OperatorToken.VALUE;

    @Test
    void isNotThereUnlessItIsSwitchedOn() {
        try (WorkerFixture plain =
                        WorkerFixture.open("console-off", SandboxWorld.start(), Map.of("ADMIN_TOKEN", TOKEN));
                AdminClient operator = new AdminClient(plain.worker().http(), TOKEN)) {
            for (String path : List.of("/console", "/console/", "/console/app.js", "/console/uplot.js")) {
                RawHttp.Answer answer = RawHttp.send(plain.worker().http(), "127.0.0.1", "GET", path, List.of(), "");
                assertThat(answer.status()).as(path).isEqualTo(404);
                assertThat(answer.body()).isEmpty();
            }
            assertThat(operator.tryGet("/admin/status").status()).isEqualTo(404);
        }
    }
}
