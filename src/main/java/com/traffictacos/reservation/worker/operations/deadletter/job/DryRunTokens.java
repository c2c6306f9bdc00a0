package com.traffictacos.reservation.worker.operations.deadletter.job;

import com.traffictacos.reservation.worker.operations.auth.AdminTokens;
import com.traffictacos.reservation.worker.platform.digest.Digests;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Issues and verifies the tokens that prove that a dry run was made of the same selection, and what it counted. The
 * worker keeps no state for them; they are signed with the operators' tokens, so that every worker that has the same ones
 * accepts the tokens of every other. After a change of the operators' tokens a dry run has to be made again. Thread-safe.
 */
@SingletonBean
public final class DryRunTokens {

    /** How long a token is valid. */
    public static final Duration VALIDITY = Duration.ofMinutes(10);

    private static final Pattern TOKEN =
            Pattern.compile("([0-9]{1,12})\\.([0-9]{1,9})\\.([0-9]{1,9})\\.([0-9a-f]{64})");

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
    public DryRunToken issue(String what, DryRunCount count) {
        Instant expiresAt = Instant.ofEpochSecond(clock.instant().plus(VALIDITY).getEpochSecond());
        String facts = expiresAt.getEpochSecond() + "." + count.matched() + "." + count.atMost();
        return new DryRunToken(facts + "." + seal(facts, what), expiresAt);
    }

    /** What the dry run of the same selection counted; empty if the token is of another, or has expired. */
    public Optional<DryRunCount> verify(String token, String what) {
        Matcher parts = TOKEN.matcher(token);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String facts = token.substring(0, parts.start(4) - 1);
        boolean genuine = MessageDigest.isEqual(
                seal(facts, what).getBytes(StandardCharsets.US_ASCII),
                parts.group(4).getBytes(StandardCharsets.US_ASCII));
        Instant expiresAt = Instant.ofEpochSecond(Long.parseLong(parts.group(1)));
        return genuine && clock.instant().isBefore(expiresAt)
                ? Optional.of(new DryRunCount(
                        Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3)), expiresAt.minus(VALIDITY)))
                : Optional.empty();
    }

    private String seal(String facts, String what) {
        byte[] key = Digests.sha256(("dry run:" + operators.fingerprint()).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(Digests.hmacSha256(key, (facts + ";" + what).getBytes(StandardCharsets.UTF_8)));
    }
}
