package com.traffictacos.reservation.worker.operations.auth;

import com.traffictacos.reservation.worker.operations.auth.AuthenticationResult.Refusal;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.log.RateLimitedLog;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides who may use the operators' interfaces, by the configured tokens ({@code ADMIN_TOKEN},
 * {@code ADMIN_TOKENS_FILE}). Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-2.1">RFC 6750, section 2.1</a>
 */
@SingletonBean
public final class BearerTokenAuthenticator {

    private static final RateLimitedLog LOG = RateLimitedLog.of(BearerTokenAuthenticator.class);

    /** The scheme in any case (RFC 9110, section 11.1), one space, the token. */
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) ([\\x21-\\x7e]{1,2048})");

    private final AdminTokens tokens;
    private final FailedLoginLimiter failures;

    @Inject
    public BearerTokenAuthenticator(AdminTokens tokens, Clock clock) {
        this.tokens = tokens;
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
        if (tokens.isEmpty()) {
            return new AuthenticationResult.Refused(Refusal.NOT_CONFIGURED);
        }
        if (authorization.isEmpty()) {
            return new AuthenticationResult.Refused(Refusal.NO_TOKEN);
        }
        Matcher bearer = BEARER.matcher(authorization.getFirst());
        if (authorization.size() > 1 || !bearer.matches()) {
            return failed(address, Refusal.NO_TOKEN);
        }
        return tokens.find(bearer.group(1))
                .<AuthenticationResult>map(
                        token -> new AuthenticationResult.Granted(new Operator(token.name(), token.role(), address)))
                .orElseGet(() -> failed(address, Refusal.WRONG_TOKEN));
    }

    private AuthenticationResult failed(String address, Refusal why) {
        LOG.warn(
                "a call to the operator's interface was refused",
                fields -> fields.with("remote", address).with("error", why.name()));
        return new AuthenticationResult.Refused(failures.add(address) ? Refusal.TOO_MANY_TRIES : why);
    }
}
