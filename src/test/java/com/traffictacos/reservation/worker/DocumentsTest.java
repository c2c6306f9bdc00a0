package com.traffictacos.reservation.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.platform.settings.Setting;
import com.traffictacos.reservation.worker.platform.settings.SettingCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents say of the settings what the code does; the README is short, in both languages alike. */
class DocumentsTest {

    private static final Pattern ROW = Pattern.compile("\\| `([A-Z_]+)` \\| (.*?) \\| (.*) \\|");
    private static final Pattern BOUNDS = Pattern.compile("a whole number from (\\d+) to (\\d+)");
    private static final Pattern CODE = Pattern.compile("(?<!`)`[^`\n]+`(?!`)|(?m)^\\./mvnw [^#\n]+");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");

    private record Row(String variable, String standard, String meaning) {}

    @Test
    void listsEverySettingWithItsDefaultAndBounds() throws IOException {
        List<Row> rows = ROW.matcher(text("docs/configuration.md"))
                .results()
                .map(row -> new Row(row.group(1), row.group(2), row.group(3)))
                .toList();

        assertThat(rows)
                .extracting(Row::variable)
                .containsExactlyElementsOf(SettingCatalog.all().stream()
                        .<String>map(Setting::variable)
                        .toList());
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            Setting<?> setting = SettingCatalog.all().get(i);
            String standard = setting.required()
                    ? "required"
                    : setting.defaultText().map(text -> "`" + text + "`").orElse("–");
            assertThat(row.standard()).as(row.variable()).isEqualTo(standard);
            Matcher bounds = BOUNDS.matcher(setting.accepts());
            if (bounds.matches()) {
                assertThat(row.meaning()).contains(bounds.group(1) + ".." + bounds.group(2));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.ko.md"})
    void linksToFilesThatExist(String readme) throws IOException {
        List<String> links = links(readme);

        assertThat(links)
                .isNotEmpty()
                .allSatisfy(link -> assertThat(Path.of(link)).exists());
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.ko.md"})
    void readmeIsShort(String readme) throws IOException {
        assertThat(Files.readAllLines(Path.of(readme))).hasSizeLessThanOrEqualTo(150);
    }

    @Test
    void bothLanguagesHaveTheSameLinksCommandsAndNames() throws IOException {
        List<String> english = links("README.md").stream()
                .filter(link -> !link.startsWith("README"))
                .toList();
        List<String> korean = links("README.ko.md").stream()
                .filter(link -> !link.startsWith("README"))
                .toList();

        assertThat(korean).containsExactlyInAnyOrderElementsOf(english);
        assertThat(names("README.ko.md")).isEqualTo(names("README.md"));
    }

    private static List<String> links(String document) throws IOException {
        return LINK.matcher(text(document)).results().map(link -> link.group(1)).toList();
    }

    /** Everything that is code, and the commands: the same in every language. */
    private static Set<String> names(String document) throws IOException {
        return CODE.matcher(text(document)).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    private static String text(String document) throws IOException {
        return Files.readString(Path.of(document));
    }
}
