package com.traffictacos.reservation.worker.platform.settings.token;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file of {@code ADMIN_TOKENS_FILE}: a line for each token, with name, role and the token's hash, separated by blanks.
 * Empty lines and those that begin with {@code #} do not count.
 *
 * @param path where it was read
 * @param tokens at least one, in the order of the file
 */
public record AdminTokenFile(Path path, List<AdminToken> tokens) {

    static final int MAX_BYTES = 64 * 1024;
    static final int MAX_TOKENS = 200;

    private static final Pattern LINE = Pattern.compile("(\\S+)[ \\t]+(\\S+)[ \\t]+(\\S+)");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    public AdminTokenFile {
        tokens = List.copyOf(tokens);
    }

    /** The file cannot be used. The message says in which line and why, and shows nothing of the file's content. */
    public static final class InvalidTokenFileException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private InvalidTokenFileException(String message) {
            super(message);
        }
    }

    /**
     * Reads the text of a file.
     *
     * @throws InvalidTokenFileException if it cannot be read, or is too large
     */
    public static String text(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new InvalidTokenFileException("the file has more than " + MAX_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            // Its message repeats the path, or says less than its type.
            throw new InvalidTokenFileException(
                    "the file cannot be read: " + e.getClass().getSimpleName());
        }
    }

    /**
     * Reads the tokens of a text.
     *
     * @param adminToken the token of {@code ADMIN_TOKEN}, which the text must not repeat: it would not be clear who it is
     * @throws InvalidTokenFileException if a line is wrong, or if there is none
     */
    public static AdminTokenFile parse(Path path, String text, Optional<AdminToken> adminToken) {
        Map<String, String> names = new HashMap<>();
        Map<String, String> hashes = new HashMap<>();
        adminToken.ifPresent(token -> {
            names.put(token.name(), "ADMIN_TOKEN");
            hashes.put(token.sha256(), "ADMIN_TOKEN");
        });
        List<AdminToken> tokens = new ArrayList<>();
        List<String> lines = text.lines().map(String::strip).toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String place = "line " + (i + 1);
            AdminToken token = token(line, place);
            checkNew(names.putIfAbsent(token.name(), place), place + ": the name is that of ");
            checkNew(hashes.putIfAbsent(token.sha256(), place), place + ": the token is that of ");
            tokens.add(token);
        }
        check(!tokens.isEmpty(), "there is no token in the file");
        check(tokens.size() <= MAX_TOKENS, "there are more than " + MAX_TOKENS + " tokens in the file");
        return new AdminTokenFile(path, tokens);
    }

    private static AdminToken token(String line, String place) {
        Matcher words = LINE.matcher(line);
        check(words.matches(), place + ": not a name, a role and a hash, separated by blanks");
        check(
                AdminToken.NAME.matcher(words.group(1)).matches(),
                place + ": the name has other characters than letters, digits and ._@-, or more than 64");
        OperatorRole role = Arrays.stream(OperatorRole.values())
                .filter(known -> known.word().equals(words.group(2)))
                .findFirst()
                .orElseThrow(() -> new InvalidTokenFileException(place + ": the role is neither read nor write"));
        String hash = words.group(3).toLowerCase(Locale.ROOT);
        check(SHA_256.matcher(hash).matches(), place + ": the hash is not a SHA-256 of 64 hexadecimal digits");
        return new AdminToken(words.group(1), role, hash);
    }

    private static void checkNew(@Nullable String before, String message) {
        if (before != null) {
            throw new InvalidTokenFileException(message + before);
        }
    }

    private static void check(boolean rule, String message) {
        if (!rule) {
            throw new InvalidTokenFileException(message);
        }
    }
}
