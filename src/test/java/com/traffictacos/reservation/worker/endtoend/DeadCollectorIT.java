package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.sandbox.EventMix;
import com.traffictacos.reservation.worker.sandbox.ReservationGenerator;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A collector that takes connections and never answers. */
class DeadCollectorIT {

    private static final int EVENTS = 300;

    @Test
    void settlesEveryEventAndStopsInTime() throws IOException {
        try (ServerSocket blackHole = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            SandboxWorld world = SandboxWorld.start();
            world.generator().send(new ReservationGenerator(EventMix.burst(), 41), EVENTS);
            String endpoint = "http://127.0.0.1:" + blackHole.getLocalPort();
            try (WorkerFixture fixture =
                    WorkerFixture.open("dead-collector", world, Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint))) {
                fixture.awaitEmptyQueue(Duration.ofMinutes(2));

                assertThat(world.findings().wrong()).isEmpty();
                assertThat(fixture.counted("success") + fixture.counted("skipped") + fixture.counted("ignored"))
                        .isEqualTo(EVENTS);
                fixture.stopAndCheckBalance();
            }
        }
    }
}
