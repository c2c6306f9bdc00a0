package com.traffictacos.reservation.worker.operations.deadletter.job;

import com.traffictacos.reservation.worker.operations.auth.AdminTokens;
import com.traffictacos.reservation.worker.operations.auth.Digests;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Issues and verifies the tokens that prove that a dry run was made of the same selection. The worker keeps no state
 * for them; they are signed with the operators' tokens, so that every worker that has the same ones accepts the tokens of every other. After a
 * change of the operators' tokens a dry run has to be made again. Thread-safe.
 */
@SingletonBean
public final class DryRunTokens {

    /** How long a token is valid. */
    public static final Duration VALIDITY = Duration.ofMinutes(10);

    private static final Pattern TOKEN = Pattern.compile("([0-9]{1,12})\\.([0-9a-f]{64})");

    private final AdminTokens operators;
    private final Clock clock;

    @Inject
    public DryRunTokens(AdminTokens operators, Clock clock) {
        this.operators = operators;
        this.clock = clock;
    }

    /** @param expiresAt whole seconds */
    public record DryRunToken(String text, Instant expiresAt) {}

    /** @param what the same text for equal selections */
    public DryRunToken issue(String what) {
        Instant expiresAt = Instant.ofEpochSecond(clock.instant().plus(VALIDITY).getEpochSecond());
        return new DryRunToken(expiresAt.getEpochSecond() + "." + seal(expiresAt.getEpochSecond(), what), expiresAt);
    }

    /** Whether the token is of a dry run of the same selection and has not expired. */
    public boolean isValid(String token, String what) {
        Matcher parts = TOKEN.matcher(token);
        if (!parts.matches()) {
            return false;
        }
        long expiry = Long.parseLong(parts.group(1));
        boolean genuine = MessageDigest.isEqual(
                seal(expiry, what).getBytes(StandardCharsets.US_ASCII),
                parts.group(2).getBytes(StandardCharsets.US_ASCII));
        return genuine && clock.instant().getEpochSecond() < expiry;
    }

    private String seal(long expiry, String what) {
        byte[] key = Digests.sha256(("dry run:" + operators.fingerprint()).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of()
                .formatHex(Digests.hmacSha256(key, (expiry + ";" + what).getBytes(StandardCharsets.UTF_8)));
    }
}
