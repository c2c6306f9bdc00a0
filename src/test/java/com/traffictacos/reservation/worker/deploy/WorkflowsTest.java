package com.traffictacos.reservation.worker.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Workflows run code of others only at a commit that somebody has looked at, with no right and no key to spare. */
class WorkflowsTest {

    private static final Path WORKFLOWS = Path.of(".github/workflows");

    private static final Pattern PINNED = Pattern.compile("uses: [\\w./-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+");

    /** In a script the value would become part of the program, whoever chose it; a variable stays a value. */
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{");

    static Stream<Path> workflows() throws IOException {
        try (Stream<Path> files = Files.list(WORKFLOWS)) {
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

    /** The default shell ends with the last command of a pipe, whatever became of those before it. */
    @ParameterizedTest
    @MethodSource("workflows")
    void endWithTheFirstFailureOfAPipe(Path workflow) {
        assertThat(YamlText.document(workflow).at("/defaults/run/shell").asString())
                .isEqualTo("bash");
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
                .flatMap(job -> scripts(job).stream())
                .toList();

        assertThat(scripts).allSatisfy(script -> assertThat(script).doesNotContainPattern(EXPRESSION));
    }

    /** What is deployed has been started and looked through, and is the same thing in both environments. */
    @Test
    void deployNothingThatWasNeverStarted() {
        JsonNode jobs = YamlText.document(WORKFLOWS.resolve("image.yml")).path("jobs");

        assertThat(needs(jobs, "publish")).contains("image");
        assertThat(actions(jobs.path("publish")))
                .anyMatch(action -> action.startsWith("actions/attest-build-provenance@"));
        assertThat(needs(jobs, "dev")).containsExactly("publish");
        assertThat(needs(jobs, "prod")).containsExactly("promote");
        assertThat(actions(jobs.path("promote"))).noneMatch(action -> action.startsWith("docker/build-push-action@"));
    }

    /** A second build of the same sources may be another image: what is tried and scanned is what the registry holds. */
    @Test
    void tryAndScanTheVeryImageThatWasPushed() {
        List<JsonNode> steps = YamlText.document(WORKFLOWS.resolve("image.yml"))
                .at("/jobs/image/steps")
                .valueStream()
                .toList();
        String pushed = "${{ steps.push.outputs.digest }}";

        assertThat(steps.stream()
                        .filter(step -> step.path("uses").asString("").startsWith("docker/build-push-action@"))
                        .filter(step -> !step.at("/with/target").asString("").equals("world")))
                .singleElement()
                .satisfies(step -> assertThat(step.path("id").asString()).isEqualTo("push"));
        int build = index(steps, step -> step.path("id").asString("").equals("push"));
        int tried = index(
                steps,
                step -> step.path("run").asString("").startsWith("deploy/image/smoke.sh \"$IMAGE@$DIGEST\"")
                        && step.at("/env/DIGEST").asString().equals(pushed));
        int scanned = index(
                steps,
                step -> step.path("uses").asString("").startsWith("anchore/scan-action@")
                        && step.at("/with/image").asString().endsWith("@" + pushed));
        int handedOn = index(steps, step -> step.path("run").asString("").contains("digests/$ARCH"));
        assertThat(List.of(build, tried, scanned, handedOn)).isSorted().doesNotContain(-1);
    }

    private static int index(List<JsonNode> steps, Predicate<JsonNode> wanted) {
        return IntStream.range(0, steps.size())
                .filter(i -> wanted.test(steps.get(i)))
                .findFirst()
                .orElse(-1);
    }

    /** Versions go to one place, one after the other: a group for each of them would be no queue at all. */
    @Test
    void queueVersionsBehindEachOther() {
        assertThat(YamlText.document(WORKFLOWS.resolve("image.yml"))
                        .at("/concurrency/group")
                        .asString())
                .contains("github.ref_type == 'tag' && 'versions'");
    }

    /** A paused ScaledObject that nobody lifts again stops a fleet; a forced one costs a pod. */
    @Test
    void leaveKedaToItselfWhateverHappens() {
        List<JsonNode> steps = YamlText.document(WORKFLOWS.resolve("deploy.yml"))
                .at("/jobs/rollout/steps")
                .valueStream()
                .toList();

        assertThat(scripts(YamlText.document(WORKFLOWS.resolve("deploy.yml")).at("/jobs/rollout")))
                .noneMatch(script -> script.contains("paused"))
                .anyMatch(script -> script.contains("force-activation=true"));
        assertThat(steps.getLast().path("if").asString()).isEqualTo("always()");
        assertThat(steps.getLast().path("run").asString()).contains("force-activation-");
    }

    @Test
    void areKeptFreshWithEverythingElse() {
        assertThat(YamlText.document(Path.of(".github/dependabot.yml")).path("updates"))
                .extracting(update -> update.path("package-ecosystem").asString())
                .containsExactlyInAnyOrder("github-actions", "maven", "pip");
        assertThat(YamlText.document(WORKFLOWS.resolve("image.yml")).at("/on/schedule"))
                .isNotEmpty();
        assertThat(actions(YamlText.document(WORKFLOWS.resolve("codeql.yml")).at("/jobs/analyze")))
                .anyMatch(action -> action.startsWith("github/codeql-action/analyze@"));
    }

    /** An entry that finds nothing to raise looks like one that found nothing to do. Dependabot reads no arguments in FROM. */
    @Test
    void askDependabotForNothingThatItCannotDo() {
        assertThat(YamlText.document(Path.of(".github/dependabot.yml")).path("updates"))
                .allSatisfy(update -> {
                    String directory = "." + update.path("directory").asString();
                    switch (update.path("package-ecosystem").asString()) {
                        case "github-actions" -> assertThat(WORKFLOWS).isDirectory();
                        case "maven" ->
                            assertThat(Path.of(directory, "pom.xml")).isRegularFile();
                        case "pip" ->
                            assertThat(YamlText.text(Path.of(directory, "requirements.txt")))
                                    .containsPattern("(?m)^[a-z-]+(\\[\\w]+])?==\\d");
                        case "docker" ->
                            assertThat(YamlText.text(Path.of(directory, "Dockerfile")))
                                    .doesNotContainPattern("(?m)^FROM .*\\$");
                        default -> throw new AssertionError(update.toString());
                    }
                });
    }

    private static List<String> needs(JsonNode jobs, String job) {
        JsonNode needs = jobs.path(job).path("needs");
        return needs.isArray() ? needs.valueStream().map(JsonNode::asString).toList() : List.of(needs.asString());
    }

    private static List<String> scripts(JsonNode job) {
        return job.path("steps")
                .valueStream()
                .map(step -> step.path("run").asString(""))
                .toList();
    }

    private static List<String> actions(JsonNode job) {
        return job.path("steps")
                .valueStream()
                .map(step -> step.path("uses").asString(""))
                .toList();
    }
}
