package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A pod that runs in the team's own time zone logs in UTC all the same: the server's lines as well as the worker's. */
class TimeZoneIT {

    /** The worker's lines end with Z, the server's with +0000. */
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XX]")
            .toFormatter();

    @Test
    void logsInUtcWhateverTheTimeZoneIs() {
        Instant before = Instant.now();
        SandboxWorld world = SandboxWorld.start();
        try (WorkerFixture fixture = WorkerFixture.open("time-zone", world, Map.of("TZ", "Asia/Seoul"))) {
            assertThat(fixture.worker().stop()).isEqualTo(143);
            // The server's script writes an empty line before it becomes the JVM.
            List<OffsetDateTime> times = fixture.worker().logLines().stream()
                    .filter(line -> !line.isBlank())
                    .map(TimeZoneIT::timeOf)
                    .toList();
            assertThat(times).hasSizeGreaterThan(20).allSatisfy(time -> {
                assertThat(time.getOffset()).isEqualTo(ZoneOffset.UTC);
                assertThat(time.toInstant())
                        .isBetween(
                                before.minus(Duration.ofMinutes(1)),
                                Instant.now().plus(Duration.ofMinutes(1)));
            });
        }
    }

    private static OffsetDateTime timeOf(String line) {
        try (JsonReader json = Json.createReader(new StringReader(line))) {
            return OffsetDateTime.parse(json.readObject().getString("ts"), TIMESTAMP);
        }
    }
}
