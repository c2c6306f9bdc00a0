package com.traffictacos.reservation.worker.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignatureTest {

    private static final Instant NOW = Instant.parse("2026-05-04T23:59:59Z");

    @TempDir
    private Path noRepository;

    @Test
    void namesTheCommandThatMeasuresTheSameAgain() {
        Properties properties = new Properties();
        properties.setProperty("bench.compare", "command:java -jar /opt/peers/spring's/peer.jar");
        properties.setProperty("bench.scenarios", "cold,burst");
        properties.setProperty("bench.runs", " ");
        properties.setProperty("liberty.home", "elsewhere");

        assertThat(Signature.of(properties, noRepository, NOW).command())
                .isEqualTo("./mvnw -Pbench -Dbench.scenarios=cold,burst"
                        + " '-Dbench.compare=command:java -jar /opt/peers/spring'\\''s/peer.jar'");
    }

    @Test
    void namesFilesWithoutDirectoriesInADocument() {
        Signature signature = new Signature(
                "./mvnw -Pbench '-Dbench.compare=command:/opt/jdk/bin/java -jar /opt/peers/peer.jar'"
                        + " -Dbench.compare.ready=/actuator/health/readiness",
                "c0ffee",
                "25",
                2,
                LocalDate.EPOCH);

        assertThat(signature.commandForDocuments())
                .isEqualTo("./mvnw -Pbench '-Dbench.compare=command:java -jar peer.jar'"
                        + " -Dbench.compare.ready=/actuator/health/readiness");
    }

    @Test
    void knowsMachineAndDay() {
        Signature signature = Signature.of(new Properties(), noRepository, NOW);

        assertThat(signature.command()).isEqualTo("./mvnw -Pbench");
        assertThat(signature.commit()).isEqualTo("unknown");
        assertThat(signature.jdk()).contains(Runtime.version().toString());
        assertThat(signature.cpus()).isPositive();
        assertThat(signature.date()).isEqualTo("2026-05-04");
    }

    @Test
    void signsARow() {
        Signature signature = new Signature("./mvnw -Pbench", "c0ffee+", "25", 2, LocalDate.of(2026, 5, 4));

        assertThat(signature.line(3))
                .isEqualTo("./mvnw -Pbench; commit c0ffee+; JDK 25; 2 CPUs; medians of 3; 2026-05-04");
        assertThat(signature.line(0)).contains("; 0 runs; ");
        assertThat(signature.cell(1)).isEqualTo("c0ffee+, JDK 25, 2 CPUs, 1 run, 2026-05-04");
    }
}
