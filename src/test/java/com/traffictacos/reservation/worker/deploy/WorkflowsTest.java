package com.traffictacos.reservation.worker.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Workflows run code of others only at a commit that somebody has looked at, with no right and no key to spare. */
class WorkflowsTest {

    private static final Pattern PINNED = Pattern.compile("uses: [\\w./-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+");

    /** In a script the value would become part of the program, whoever chose it; a variable stays a value. */
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{");

    static Stream<Path> workflows() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(".github/workflows"))) {
            return files.toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void pinEveryActionToACommit(Path workflow) {
        assertThat(YamlText.text(workflow)
                        .lines()
                        .filter(line -> line.contains("uses: ") && !line.contains("uses: ./")))
                .allSatisfy(line -> assertThat(line).containsPattern(PINNED));
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void haveNoRightsThatAJobDoesNotAskFor(Path workflow) {
        JsonNode permissions = YamlText.document(workflow).path("permissions");

        assertThat(permissions.isObject()).isTrue();
        assertThat(permissions.size()).isZero();
        assertThat(YamlText.document(workflow).path("jobs").valueStream())
                .allSatisfy(
                        job -> assertThat(job.path("permissions").isObject()).isTrue());
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void useNoStoredKey(Path workflow) {
        assertThat(YamlText.text(workflow)).doesNotContain("AWS_SECRET_ACCESS_KEY", "aws-access-key-id", "secrets.AWS");
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void putNoExpressionIntoAScript(Path workflow) {
        List<String> scripts = YamlText.document(workflow)
                .path("jobs")
                .valueStream()
                .flatMap(job -> job.path("steps").valueStream())
                .map(step -> step.path("run").asString(""))
                .toList();

        assertThat(scripts).allSatisfy(script -> assertThat(script).doesNotContainPattern(EXPRESSION));
    }
}
