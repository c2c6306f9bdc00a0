package com.traffictacos.reservation.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.platform.settings.Setting;
import com.traffictacos.reservation.worker.platform.settings.SettingCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README says of the settings what the code does, and links to files that exist. */
class ReadmeTest {

    private static final Pattern ROW = Pattern.compile("\\| `([A-Z_]+)` \\| (.*?) \\| (.*) \\|");
    private static final Pattern BOUNDS = Pattern.compile("a whole number from (\\d+) to (\\d+)");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");

    private record Row(String variable, String standard, String meaning) {}

    @Test
    void listsEverySettingWithItsDefaultAndBounds() throws IOException {
        List<Row> rows = ROW.matcher(readme())
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

    @Test
    void linksToFilesThatExist() throws IOException {
        List<String> links =
                LINK.matcher(readme()).results().map(link -> link.group(1)).toList();

        assertThat(links)
                .isNotEmpty()
                .allSatisfy(link -> assertThat(Path.of(link)).exists());
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }
}
