package com.traffictacos.reservation.worker.operations.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.traffictacos.reservation.worker.platform.concurrent.WorkerExecutors;
import com.traffictacos.reservation.worker.platform.log.JsonLog;
import com.traffictacos.reservation.worker.platform.settings.Secret;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import com.traffictacos.reservation.worker.platform.settings.token.AdminToken;
import com.traffictacos.reservation.worker.platform.settings.token.AdminTokenFile;
import com.traffictacos.reservation.worker.platform.settings.token.OperatorRole;
import jakarta.enterprise.event.Startup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminTokensTest {

    private static final String ADMIN = "0123456789abcdef";
    private static final String ALICE = "token-of-alice-0123456789";
    private static final String BOB = "token-of-bob-0123456789";

    @TempDir
    private Path directory;

    private final List<String> lines = new ArrayList<>();
    private Path file = Path.of("tokens");

    @BeforeEach
    void begin() throws IOException {
        JsonLog.setSink(lines::add);
        file = directory.resolve("tokens");
        write(line("alice", "write", ALICE));
    }

    @AfterEach
    void restore() {
        JsonLog.setSink(JsonLog.STANDARD_OUTPUT);
    }

    @Test
    void knowsTheTokenOfTheSettingAndThoseOfTheFile() throws IOException {
        write(line("alice", "write", ALICE) + line("bob", "read", BOB));
        AdminTokens tokens = tokens(Optional.of(ADMIN));

        assertThat(tokens.find(ADMIN)).map(AdminToken::toString).contains("admin (write)");
        assertThat(tokens.find(ALICE)).map(AdminToken::toString).contains("alice (write)");
        assertThat(tokens.find(BOB)).map(AdminToken::toString).contains("bob (read)");
        assertThat(tokens.find(BOB + "x")).isEmpty();
        assertThat(tokens.find(HexFormat.of().formatHex(AdminToken.hash(BOB))))
                .as("the hash is no token")
                .isEmpty();
    }

    @Test
    void takesAChangeOfTheFileOver() throws IOException {
        AdminTokens tokens = tokens(Optional.empty());
        assertThat(tokens.find(BOB)).isEmpty();

        write(line("bob", "read", BOB));
        tokens.look();

        assertThat(tokens.find(ALICE)).as("removed").isEmpty();
        assertThat(tokens.find(BOB)).map(AdminToken::role).contains(OperatorRole.READ);
        assertThat(tokens.applied()).isEqualTo(1);
        assertThat(lines).singleElement().asString().contains("\"level\":\"info\"", "bob (read)");
    }

    /** By its own timer: a removed token is refused within seconds. */
    @Test
    void looksAtTheFileByItself() throws IOException {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try {
            AdminTokens tokens = tokens(Optional.empty());
            tokens.start(new Startup(), new WorkerExecutors(timer, timer, timer, Executors.defaultThreadFactory()));

            write(line("bob", "read", BOB));

            await().atMost(Duration.ofSeconds(20))
                    .until(() ->
                            tokens.find(ALICE).isEmpty() && tokens.find(BOB).isPresent());
        } finally {
            timer.shutdownNow();
        }
    }

    /** A new directory with the files, and one link that is turned to it: the path stays, the file behind it changes. */
    @Test
    void followsTheLinksOfKubernetes() throws IOException {
        Path before = Files.createDirectory(directory.resolve("..2025_01"));
        Files.writeString(before.resolve("operators"), line("alice", "write", ALICE));
        Path data = Files.createSymbolicLink(directory.resolve("..data"), before.getFileName());
        file = Files.createSymbolicLink(directory.resolve("operators"), Path.of("..data", "operators"));
        AdminTokens tokens = tokens(Optional.empty());
        assertThat(tokens.find(ALICE)).isPresent();

        Path after = Files.createDirectory(directory.resolve("..2025_02"));
        Path written = Files.writeString(after.resolve("operators"), line("bobby", "write", BOB));
        Files.setLastModifiedTime(written, Files.getLastModifiedTime(before.resolve("operators")));
        Path link = Files.createSymbolicLink(directory.resolve("..data_tmp"), after.getFileName());
        Files.move(link, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        tokens.look();

        assertThat(tokens.find(ALICE)).isEmpty();
        assertThat(tokens.find(BOB)).isPresent();
    }

    @Test
    void keepsTheLastGoodTokensAndReportsAFaultyFileOnce() throws IOException {
        AdminTokens tokens = tokens(Optional.empty());

        write("alice write " + BOB);
        tokens.look();
        tokens.look();

        assertThat(tokens.find(ALICE)).isPresent();
        assertThat(tokens.find(BOB)).isEmpty();
        assertThat(tokens.rejected()).isEqualTo(1);
        assertThat(tokens.applied()).isZero();
        assertThat(lines)
                .singleElement()
                .asString()
                .contains("\"level\":\"warn\"", "ADMIN_TOKENS_FILE", "line 1: the hash is not a SHA-256")
                .doesNotContain(BOB);

        // Another fault in the same line is another state of the file.
        write("alice write " + BOB + BOB);
        tokens.look();
        assertThat(tokens.rejected()).isEqualTo(2);
        assertThat(lines).hasSize(2);
    }

    @Test
    void keepsTheLastGoodTokensWhileTheFileIsEmptyOrMissing() throws IOException {
        AdminTokens tokens = tokens(Optional.empty());
        String good = Files.readString(file);

        write("");
        tokens.look();
        Files.delete(file);
        tokens.look();
        tokens.look();
        assertThat(tokens.find(ALICE)).isPresent();
        assertThat(tokens.rejected()).isEqualTo(2);
        assertThat(lines).hasSize(2).last().asString().contains("NoSuchFileException");

        write(good);
        tokens.look();
        tokens.look();
        assertThat(tokens.applied()).as("the tokens are the same").isZero();
        assertThat(lines).hasSize(3).last().asString().contains("\"level\":\"info\"");
    }

    @Test
    void takesNoFileOverThatRepeatsTheTokenOfTheSetting() throws IOException {
        AdminTokens tokens = tokens(Optional.of(ADMIN));

        write(line("carol", "read", ADMIN));
        tokens.look();

        assertThat(tokens.find(ADMIN)).map(AdminToken::role).contains(OperatorRole.WRITE);
        assertThat(tokens.rejected()).isEqualTo(1);
    }

    @Test
    void saysNothingOfAChangeThatChangesNoToken() throws IOException {
        AdminTokens tokens = tokens(Optional.empty());

        write("# a remark\n" + Files.readString(file));
        tokens.look();

        assertThat(lines).isEmpty();
        assertThat(tokens.applied()).isZero();
    }

    @Test
    void hasOneFingerprintForTheSameTokens() throws IOException {
        write(line("alice", "write", ALICE) + line("bob", "read", BOB));
        String here = tokens(Optional.empty()).fingerprint();
        write(line("bob", "read", BOB) + line("alice", "write", ALICE));
        String there = tokens(Optional.empty()).fingerprint();
        write(line("alice", "write", ALICE));
        String fewer = tokens(Optional.empty()).fingerprint();

        assertThat(here).isEqualTo(there).isNotEqualTo(fewer);
        assertThat(fewer).isNotEmpty();
    }

    private AdminTokens tokens(Optional<String> adminToken) {
        Optional<Secret> secret = adminToken.map(Secret::new);
        AdminTokenFile read = AdminTokenFile.parse(
                file, AdminTokenFile.text(file), secret.map(Secret::value).map(AdminToken::of));
        return new AdminTokens(new Settings.Operations(secret, Optional.of(read), true, 8040, 8041));
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    private static String line(String name, String role, String token) {
        return name + " " + role + " " + HexFormat.of().formatHex(AdminToken.hash(token)) + "\n";
    }
}
