package com.traffictacos.reservation.worker.platform.settings.token;

import com.traffictacos.reservation.worker.platform.digest.Digests;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who is let in by a token. The token itself is not kept.
 *
 * @param name of its holder; safe to log
 * @param sha256 the hash of the token's bytes, 64 lower-case hexadecimal digits. Without a salt and fast, which is enough
 *     for tokens that are long and random: nobody can try them all
 */
public record AdminToken(String name, OperatorRole role, String sha256) {

    /** The name of who has {@code ADMIN_TOKEN}, unless that contains another. */
    public static final String DEFAULT_NAME = "admin";

    static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,64}");

    private static final Pattern NAMED = Pattern.compile("(" + NAME.pattern() + "):.*");

    /** The token of {@code ADMIN_TOKEN}, which may do everything. Its name is what is before its first colon. */
    public static AdminToken of(String adminToken) {
        Matcher named = NAMED.matcher(adminToken);
        String name = named.matches() ? named.group(1) : DEFAULT_NAME;
        return new AdminToken(name, OperatorRole.WRITE, HexFormat.of().formatHex(hash(adminToken)));
    }

    /** The bytes of which {@link #sha256} is the text, for any token that is presented. */
    public static byte[] hash(String token) {
        return Digests.sha256(token.getBytes(StandardCharsets.UTF_8));
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return name + " (" + role.word() + ")";
    }
}
