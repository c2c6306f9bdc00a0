package com.traffictacos.reservation.worker.operations.auth;

import com.traffictacos.reservation.worker.operations.auth.AuthenticationResult.Refusal;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.log.RateLimitedLog;
import com.traffictacos.reservation.worker.platform.settings.Secret;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides who may use the operators' interfaces, by the one configured token ({@code ADMIN_TOKEN}). Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-2.1">RFC 6750, section 2.1</a>
 */
@SingletonBean
public final class BearerTokenAuthenticator {

    private static final RateLimitedLog LOG = RateLimitedLog.of(BearerTokenAuthenticator.class);

    /** The scheme in any case (RFC 9110, section 11.1), one space, the token. */
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) ([\\x21-\\x7e]{1,2048})");

    private static final Pattern NAME = Pattern.compile("([A-Za-z0-9._@-]{1,64}):.*");

    @SuppressWarnings("ArrayRecordComponent") // Never compared or shown as a record.
    private record Expected(byte[] hash, Operator operator) {}

    private final Optional<Expected> expected;
    private final FailedLoginLimiter failures;

    @Inject
    public BearerTokenAuthenticator(Settings.Operations settings, Clock clock) {
        this.expected = settings.adminToken().map(Secret::value).map(token -> new Expected(hash(token), named(token)));
        this.failures = new FailedLoginLimiter(clock);
    }

    /**
     * Authenticates a call. The right token is granted whatever came from its address before: behind a port-forward
     * or a proxy, all callers have one address. Refusals slow down who guesses: see {@link Refusal#TOO_MANY_TRIES}.
     *
     * @param authorization every value of the header {@code authorization}
     * @param address the address that the call comes from
     */
    public AuthenticationResult check(List<String> authorization, String address) {
        if (expected.isEmpty()) {
            return new AuthenticationResult.Refused(Refusal.NOT_CONFIGURED);
        }
        if (authorization.isEmpty()) {
            return new AuthenticationResult.Refused(Refusal.NO_TOKEN);
        }
        Matcher bearer = BEARER.matcher(authorization.getFirst());
        if (authorization.size() > 1 || !bearer.matches()) {
            return failed(address, Refusal.NO_TOKEN);
        }
        // Hashes have one length, so that the time of the comparison reveals nothing about the token.
        return MessageDigest.isEqual(hash(bearer.group(1)), expected.get().hash())
                ? new AuthenticationResult.Granted(expected.get().operator())
                : failed(address, Refusal.WRONG_TOKEN);
    }

    private AuthenticationResult failed(String address, Refusal why) {
        LOG.warn(
                "a call to the operator's interface was refused",
                fields -> fields.with("remote", address).with("error", why.name()));
        return new AuthenticationResult.Refused(failures.add(address) ? Refusal.TOO_MANY_TRIES : why);
    }

    private static Operator named(String token) {
        Matcher name = NAME.matcher(token);
        return new Operator(name.matches() ? name.group(1) : Operator.NAMELESS);
    }

    private static byte[] hash(String token) {
        return Digests.sha256(token.getBytes(StandardCharsets.UTF_8));
    }
}
