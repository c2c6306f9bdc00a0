package com.traffictacos.reservation.worker.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A command that somebody copies from a page was run from that page's own text, or the page says that it was not and why.
 */
class DocumentedCommandsTest {

    private static final String DEPLOY = "deploy/README.md";
    private static final String README = "README.md";

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern TAKEN = Pattern.compile("documented (\\S+) '([^']+)'");

    /** A row of the table "Commands, run or not". */
    record Mark(List<Pattern> commands, String run, String how) {

        boolean isOf(String command) {
            return commands.stream()
                    .anyMatch(pattern -> pattern.matcher(command).matches());
        }
    }

    /** A command of a shell block, its continued lines joined, without the comment behind it. */
    record Command(String page, String text) {}

    static Stream<Command> commands() {
        return Stream.of(README, DEPLOY).flatMap(page -> commands(page, YamlText.text(Path.of(page))));
    }

    private static Stream<Command> commands(String page, String text) {
        return BLOCK.matcher(text)
                .results()
                .flatMap(block -> block.group(1).replaceAll("\\\\\\n *", "").lines())
                .map(line -> line.replaceFirst(" {2,}# .*", "").strip())
                .filter(line -> !line.isEmpty())
                .map(line -> new Command(page, line));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void isMarkedAsRunOrNot(Command command) {
        assertThat(marks().filter(mark -> mark.isOf(command.text())))
                .singleElement()
                .satisfies(mark -> {
                    assertThat(mark.run()).matches("(yes|no)(, .+)?");
                    assertThat(mark.how()).isNotBlank();
                });
    }

    /** What is said to be run in every {@code verify} is taken from the page: a copy would go on when the page is wrong. */
    @ParameterizedTest
    @MethodSource("commands")
    void isRunFromThePageIfItIsSaidToBeRun(Command command) {
        assertThat(marks().filter(mark -> mark.isOf(command.text()))
                        .filter(mark -> mark.run().startsWith("yes, in every")))
                .allSatisfy(mark -> assertThat(taken())
                        .anyMatch(taken -> taken.page().equals(command.page())
                                && command.text().startsWith(taken.text())));
    }

    @Test
    void seesACommandThatIsNotMarked() {
        assertThat(commands(
                        DEPLOY, "```sh\nkubectl delete -k deploy/k8s/overlays/prod \\\n  --now   # all of it\n```\n"))
                .containsExactly(new Command(DEPLOY, "kubectl delete -k deploy/k8s/overlays/prod --now"))
                .allSatisfy(command -> assertThat(marks().filter(mark -> mark.isOf(command.text())))
                        .isEmpty());
    }

    /** The scripts take commands from pages that have them. */
    @Test
    void takesNothingThatIsNotThere() {
        List<Command> commands = commands().toList();

        assertThat(taken())
                .isNotEmpty()
                .allSatisfy(taken -> assertThat(commands)
                        .anyMatch(command -> command.page().equals(taken.page())
                                && command.text().startsWith(taken.text())));
    }

    /** CI is the README's command, which nothing runs from its own text: it would start itself. */
    @ParameterizedTest
    @MethodSource("continuousIntegration")
    void isWhatContinuousIntegrationRuns(Path file) {
        List<String> wanted = commands()
                .filter(command -> command.page().equals(README))
                .map(Command::text)
                .filter(text -> text.startsWith("./mvnw verify"))
                .toList();

        assertThat(wanted).hasSize(1);
        assertThat(YamlText.text(file)
                        .lines()
                        .filter(line -> line.contains("./mvnw "))
                        .map(line -> line.substring(line.indexOf("./mvnw "))
                                // Without colours and progress, and nothing else.
                                .replaceAll(" (-B|-ntp)(?= )", "")))
                .containsExactlyElementsOf(wanted);
    }

    static Stream<Path> continuousIntegration() {
        return Stream.of(Path.of(".ci/run"), Path.of(".github/workflows/build.yml"));
    }

    private static Stream<Mark> marks() {
        String text = YamlText.text(Path.of(DEPLOY));
        return text.substring(text.indexOf("## Commands, run or not"))
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| command "))
                .map(line -> line.split(" ?\\| ?", -1))
                .map(cells -> new Mark(
                        CODE.matcher(cells[1])
                                .results()
                                .map(code -> pattern(code.group(1)))
                                .toList(),
                        cells[2],
                        cells[3]));
    }

    /** The ellipsis stands for anything. */
    private static Pattern pattern(String code) {
        return Pattern.compile(String.join(
                ".*", Arrays.stream(code.split("…", -1)).map(Pattern::quote).toList()));
    }

    private static List<Command> taken() {
        return Stream.of("aws", "kubernetes")
                .map(name -> YamlText.text(Path.of("deploy/check", name + ".sh")))
                .map(TAKEN::matcher)
                .flatMap(Matcher::results)
                .map(found -> new Command(found.group(1), found.group(2)))
                .toList();
    }
}
