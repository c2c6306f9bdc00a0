package com.traffictacos.reservation.worker.platform.settings;

import static com.traffictacos.reservation.worker.platform.settings.SettingsAssertions.assertRefused;
import static com.traffictacos.reservation.worker.platform.settings.SettingsAssertions.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.platform.settings.token.AdminToken;
import com.traffictacos.reservation.worker.platform.settings.token.OperatorRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The setting {@code ADMIN_TOKENS_FILE} at the start: a faulty file is a wrong setting. */
class AdminTokenSettingsTest {

    private static final String TOKEN = "0123456789abcdef";
    private static final String HASH = HexFormat.of().formatHex(AdminToken.hash("another-0123456789abcdef"));

    @TempDir
    private Path directory;

    @Test
    void readsTheTokensOfTheFile() throws IOException {
        Path file = file("alice read " + HASH);

        Settings.Operations settings = SettingsReader.read(source(file)).operations();

        assertThat(settings.adminTokenFile()).hasValueSatisfying(tokens -> {
            assertThat(tokens.path()).isEqualTo(file);
            assertThat(tokens.tokens()).containsExactly(new AdminToken("alice", OperatorRole.READ, HASH));
        });
        assertThat(settings.hasTokens()).isTrue();
        assertThat(SettingsReader.read(FakeSource.valid()).operations().hasTokens())
                .isFalse();
    }

    @Test
    void namesWhatIsWrongWithTheFile() throws IOException {
        Path file = file("alice owner " + HASH);

        assertThat(problem(source(file)))
                .isEqualTo(new SettingProblem(
                        "ADMIN_TOKENS_FILE",
                        "\"" + file + "\" (line 1: the role is neither read nor write)",
                        "the absolute path of a file with lines of a name, read or write, and a SHA-256"));
        assertThat(problem(source(directory.resolve("missing"))).got())
                .contains("the file cannot be read: NoSuchFileException");
        assertThat(problem(source(file(""))).got()).contains("there is no token in the file");
    }

    @Test
    void refusesAFileThatRepeatsTheOtherToken() throws IOException {
        Path file = file("alice read " + HexFormat.of().formatHex(AdminToken.hash(TOKEN)));

        assertThat(problem(source(file).with("ADMIN_TOKEN", TOKEN)).got())
                .contains("line 1: the token is that of ADMIN_TOKEN");
    }

    @Test
    void takesAnAbsolutePathAlone() {
        String accepts = "the absolute path of a file with lines of a name, read or write, and a SHA-256";

        assertRefused("ADMIN_TOKENS_FILE", "tokens", accepts);
        assertRefused("ADMIN_TOKENS_FILE", "./tokens", accepts);
    }

    @Test
    void doesNotWarnOfAConsoleWithoutATokenWhenThereIsAFile() throws IOException {
        FakeSource console = source(file("alice read " + HASH)).with("CONSOLE_ENABLED", "true");

        assertThat(SettingsReport.warnings(SettingsReader.read(console))).isEmpty();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("tokens"), text);
    }

    private static FakeSource source(Path file) {
        return FakeSource.valid().with("ADMIN_TOKENS_FILE", file.toString());
    }
}
