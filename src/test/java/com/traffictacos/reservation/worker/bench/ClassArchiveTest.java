package com.traffictacos.reservation.worker.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassArchiveTest {

    private static final Path FILE = Path.of("/bench/bench-1.jsa");

    @Test
    void isLeftByOneRunAndUsedByTheNext() {
        ClassArchive archive =
                ClassArchive.of(Candidate.of("-Xmx128m LOG_LEVEL=warn"), FILE).orElseThrow();

        assertThat(archive.made()).isEqualTo("-XX:ArchiveClassesAtExit=/bench/bench-1.jsa");
        assertThat(archive.used()).isEqualTo("-XX:SharedArchiveFile=/bench/bench-1.jsa");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xshare:auto",
                "-Xmx128m -XX:AOTCache=/worker.aot",
                "-XX:SharedArchiveFile=/other.jsa",
                "-XX:ArchiveClassesAtExit=/other.jsa"
            })
    void isLeftToACandidateThatDecidesItself(String text) {
        assertThat(ClassArchive.of(Candidate.of(text), FILE)).isEmpty();
    }
}
