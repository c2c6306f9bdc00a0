package com.traffictacos.reservation.worker.platform.settings.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.traffictacos.reservation.worker.platform.settings.token.AdminTokenFile.InvalidTokenFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminTokenFileTest {

    private static final Path PATH = Path.of("/tokens");

    /** {@code printf %s abc | sha256sum}, by FIPS 180-4. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static final String OTHER = "0".repeat(64);

    @TempDir
    private Path directory;

    @Test
    void readsALineForEachToken() {
        String text = "# who may what\r\n\n  alice\twrite   " + ABC.toUpperCase(Locale.ROOT)
                + "  \r\nbob.b@example-1_2 read " + OTHER;

        assertThat(parse(text).tokens())
                .containsExactly(
                        new AdminToken("alice", OperatorRole.WRITE, ABC),
                        new AdminToken("bob.b@example-1_2", OperatorRole.READ, OTHER));
    }

    @Test
    void hashesATokenAsTheDocumentedCommandDoes() {
        assertThat(AdminToken.of("abc")).isEqualTo(new AdminToken("admin", OperatorRole.WRITE, ABC));
    }

    @Test
    void showsNoHashOfAToken() {
        assertThat(parse("alice write " + ABC).toString())
                .contains("alice (write)")
                .doesNotContain(ABC);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    alice owner HASH            | line 2: the role is neither read nor write
                    alice WRITE HASH            | line 2: the role is neither read nor write
                    alice write                 | line 2: not a name, a role and a hash, separated by blanks
                    alice write HASH HASH       | line 2: not a name, a role and a hash, separated by blanks
                    alice:write:HASH            | line 2: not a name, a role and a hash, separated by blanks
                    al/ice write HASH           | line 2: the name has other characters than letters, digits and ._@-, or more than 64
                    alice write my-own-password | line 2: the hash is not a SHA-256 of 64 hexadecimal digits
                    alice write HASH0           | line 2: the hash is not a SHA-256 of 64 hexadecimal digits
                    first write HASH            | line 2: the name is that of line 1
                    alice write FIRST           | line 2: the token is that of line 1
                    admin write HASH            | line 2: the name is that of ADMIN_TOKEN
                    alice read ADMIN            | line 2: the token is that of ADMIN_TOKEN
                    """)
    void saysWhichLineIsWrongAndShowsNothingOfIt(String line, String message) {
        AdminToken admin = AdminToken.of("the token of ADMIN_TOKEN");
        String text = "first read " + OTHER + "\n"
                + line.replace("HASH", ABC).replace("FIRST", OTHER).replace("ADMIN", admin.sha256());

        assertThatExceptionOfType(InvalidTokenFileException.class)
                .isThrownBy(() -> AdminTokenFile.parse(PATH, text, Optional.of(admin)))
                .withMessage(message);
    }

    @Test
    void takesNoFileWithoutATokenOrWithTooMany() {
        for (String empty : List.of("", "\n", "# alice write " + ABC)) {
            assertThatExceptionOfType(InvalidTokenFileException.class)
                    .isThrownBy(() -> parse(empty))
                    .withMessage("there is no token in the file");
        }
        assertThat(parse(lines(AdminTokenFile.MAX_TOKENS)).tokens()).hasSize(AdminTokenFile.MAX_TOKENS);
        assertThatExceptionOfType(InvalidTokenFileException.class)
                .isThrownBy(() -> parse(lines(AdminTokenFile.MAX_TOKENS + 1)))
                .withMessage("there are more than 200 tokens in the file");
    }

    @Test
    void readsAFileWithinItsBound() throws IOException {
        Path file = Files.writeString(directory.resolve("tokens"), "#".repeat(AdminTokenFile.MAX_BYTES));

        assertThat(AdminTokenFile.text(file)).hasSize(AdminTokenFile.MAX_BYTES);

        Files.writeString(file, "#".repeat(AdminTokenFile.MAX_BYTES + 1));
        assertThatExceptionOfType(InvalidTokenFileException.class)
                .isThrownBy(() -> AdminTokenFile.text(file))
                .withMessage("the file has more than 65536 bytes");
    }

    @Test
    void saysWhyAFileCannotBeRead() {
        assertThatExceptionOfType(InvalidTokenFileException.class)
                .isThrownBy(() -> AdminTokenFile.text(directory.resolve("missing")))
                .withMessage("the file cannot be read: NoSuchFileException");
        assertThatExceptionOfType(InvalidTokenFileException.class)
                .isThrownBy(() -> AdminTokenFile.text(directory))
                .withMessageStartingWith("the file cannot be read: ");
    }

    private static String lines(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "name" + i + " read " + String.format(Locale.ROOT, "%064x", i))
                .collect(Collectors.joining("\n"));
    }

    private static AdminTokenFile parse(String text) {
        return AdminTokenFile.parse(PATH, text, Optional.empty());
    }
}
