package com.traffictacos.reservation.worker.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The options that the JVM gets on a developer's machine and in every image. Liberty reads the server's own first, then those
 * of {@code configDropins}: a later option of the same name wins.
 */
class JvmOptionsTest {

    private static final String END = "-XX:+ExitOnOutOfMemoryError";
    private static final String SERVERS = "src/main/liberty/config/jvm.options";
    private static final String DOCKERFILE = YamlText.text(Path.of("Dockerfile"));

    /** ADR 25: after one that is not a message's own, any thread may be broken, the server's too. */
    @Test
    void endsTheProcessOnAnOutOfMemoryErrorOfTheJvm() {
        assertThat(options(SERVERS)).containsOnlyOnce(END);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"deploy/image/jvm.options", "deploy/image/worker.options", "deploy/image/fast-start.options"})
    void keepsThatInTheImage(String added) {
        assertThat(DOCKERFILE).contains("COPY " + added + " ");
        assertThat(options(added)).isNotEmpty().noneMatch(option -> option.contains("OutOfMemoryError"));
    }

    /** Whatever file of options lies beside the image's scripts is one of those above. */
    @Test
    void hasNoOtherOptionsInTheImage() {
        assertThat(Path.of("deploy/image").toFile().list((directory, name) -> name.endsWith(".options")))
                .containsExactlyInAnyOrder("jvm.options", "worker.options", "fast-start.options");
        assertThat(DOCKERFILE)
                .contains("COPY src/main/liberty/config/ ")
                .doesNotContain("JVM_ARGS", "OPENJ9_JAVA_OPTIONS");
    }

    private static List<String> options(String file) {
        return YamlText.text(Path.of(file))
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }
}
