package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.sandbox.EventMix;
import com.traffictacos.reservation.worker.sandbox.ReservationGenerator;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A worker that sends nothing to a collector has no class of what would send it. */
class OtlpOffIT {

    private static final String PACKAGE = "com.traffictacos.reservation.worker.operations.telemetry.otlp.";

    @Test
    void loadsNothingOfTheSdk() throws IOException {
        Path classes = Path.of("target", "workers", "otlp-off-classes.log").toAbsolutePath();
        Files.deleteIfExists(classes);
        Files.createDirectories(classes.getParent());
        SandboxWorld world = SandboxWorld.start();
        world.generator().send(new ReservationGenerator(EventMix.burst(), 52), 50);
        try (WorkerFixture fixture = WorkerFixture.open(
                "otlp-off", world, Map.of("JVM_ARGS", "-Xlog:class+load=info:file=" + classes + ":none"))) {
            fixture.awaitEmptyQueue(Duration.ofMinutes(1));
            String page = fixture.worker().get("/metrics").orElseThrow();
            fixture.stopAndCheckBalance();

            assertThat(page).doesNotContain("worker_otlp_");
            List<String> loaded = Files.readAllLines(classes);
            assertThat(loaded).anyMatch(line -> line.startsWith(PACKAGE + "OtlpExport "));
            assertThat(loaded)
                    .noneMatch(line -> line.startsWith(PACKAGE)
                            && !line.startsWith(PACKAGE + "OtlpExport")
                            && !line.startsWith(PACKAGE + "package-info"))
                    .noneMatch(line -> line.startsWith("io.opentelemetry.sdk.metrics.")
                            || line.startsWith("io.opentelemetry.sdk.logs.")
                            || line.startsWith("io.opentelemetry.exporter."));
        }
    }
}
