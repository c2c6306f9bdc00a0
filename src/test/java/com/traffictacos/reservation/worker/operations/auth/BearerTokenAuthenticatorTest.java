package com.traffictacos.reservation.worker.operations.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.fake.ManualClock;
import com.traffictacos.reservation.worker.operations.auth.AuthenticationResult.Refusal;
import com.traffictacos.reservation.worker.platform.settings.Secret;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import com.traffictacos.reservation.worker.platform.settings.token.AdminToken;
import com.traffictacos.reservation.worker.platform.settings.token.AdminTokenFile;
import com.traffictacos.reservation.worker.platform.settings.token.OperatorRole;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTokenAuthenticatorTest {

    private static final String TOKEN = "alice:0123456789abcdef";

    private final ManualClock clock = new ManualClock(Instant.parse("2025-01-23T10:00:00Z"));
    private final BearerTokenAuthenticator guard = guard(TOKEN);

    @ParameterizedTest
    @ValueSource(strings = {"Bearer " + TOKEN, "bearer " + TOKEN, "BEARER " + TOKEN})
    void letsTheTokenThroughWhateverTheCaseOfItsScheme(String header) {
        assertThat(guard.check(List.of(header), "a"))
                .isEqualTo(new AuthenticationResult.Granted(new Operator("alice", OperatorRole.WRITE, "a")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                TOKEN,
                "Basic " + TOKEN,
                "Bearer  " + TOKEN,
                " Bearer " + TOKEN,
                "Bearer\t" + TOKEN,
                "Bearer " + TOKEN + " ",
                "Bearer " + TOKEN + " x",
                "Bearer " + TOKEN + "\n",
                "Bearer x, Bearer " + TOKEN,
                "Bearer " + TOKEN + ", Bearer " + TOKEN,
                "Bearer bearer " + TOKEN
            })
    void refusesEveryOtherForm(String header) {
        assertThat(guard.check(List.of(header), "a")).isInstanceOf(AuthenticationResult.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice:0123456789abcdeF",
                "alice:0123456789abcde",
                "alice:0123456789abcdef0",
                "alice:",
                "0123456789abcdef",
                "bob:0123456789abcdef",
                "*"
            })
    void refusesEveryOtherToken(String token) {
        assertThat(guard.check(List.of("Bearer " + token), "a"))
                .isEqualTo(new AuthenticationResult.Refused(Refusal.WRONG_TOKEN));
    }

    @Test
    void refusesDoubledHeaders() {
        assertThat(guard.check(List.of("Bearer " + TOKEN, "Bearer " + TOKEN), "a"))
                .isEqualTo(new AuthenticationResult.Refused(Refusal.NO_TOKEN));
        assertThat(guard.check(List.of(), "a")).isEqualTo(new AuthenticationResult.Refused(Refusal.NO_TOKEN));
    }

    @Test
    void refusesEverybodyWhenNoTokenIsSet() {
        BearerTokenAuthenticator closed = guard(Optional.empty(), Optional.empty());

        for (List<String> headers : List.of(List.<String>of(), List.of("Bearer "), List.of("Bearer x"))) {
            assertThat(closed.check(headers, "a")).isEqualTo(new AuthenticationResult.Refused(Refusal.NOT_CONFIGURED));
        }
    }

    @Test
    void namesWhoeverHasATokenWithoutAName() {
        for (String token :
                List.of("0123456789abcdef", ":0123456789abcdef", "a b:0123456789abcdef".replace(" ", "/"))) {
            assertThat(guard(token).check(List.of("Bearer " + token), "a"))
                    .isEqualTo(new AuthenticationResult.Granted(new Operator("admin", OperatorRole.WRITE, "a")));
        }
    }

    /** Behind a port-forward everybody has one address. */
    @Test
    void letsTheRightTokenInAfterWrongOnesFromItsAddress() {
        for (int i = 0; i < 100; i++) {
            guard.check(List.of("Bearer guess-" + i), "a");
        }

        assertThat(guard.check(List.of("Bearer " + TOKEN), "a")).isInstanceOf(AuthenticationResult.Granted.class);
    }

    @Test
    void slowsAnAddressThatGuessesUntilAMinuteIsOver() {
        for (int i = 0; i < FailedLoginLimiter.ALLOWED; i++) {
            assertThat(guess("a")).isEqualTo(new AuthenticationResult.Refused(Refusal.WRONG_TOKEN));
        }

        assertThat(guess("a")).isEqualTo(new AuthenticationResult.Refused(Refusal.TOO_MANY_TRIES));
        assertThat(guess("b")).isEqualTo(new AuthenticationResult.Refused(Refusal.WRONG_TOKEN));

        clock.advance(FailedLoginLimiter.WINDOW.minus(Duration.ofMillis(1)));
        assertThat(guess("a")).isEqualTo(new AuthenticationResult.Refused(Refusal.TOO_MANY_TRIES));
        clock.advance(Duration.ofMillis(1));
        assertThat(guess("a")).isEqualTo(new AuthenticationResult.Refused(Refusal.WRONG_TOKEN));
    }

    private AuthenticationResult guess(String address) {
        return guard.check(List.of("Bearer guess"), address);
    }

    @Test
    void remembersABoundedNumberOfAddresses() {
        FailedLoginLimiter tries = new FailedLoginLimiter(clock);
        for (int i = 0; i < FailedLoginLimiter.ALLOWED; i++) {
            tries.add("first");
        }
        assertThat(tries.add("first")).isTrue();
        for (int i = 0; i < 1_000; i++) {
            tries.add("address " + i);
        }

        assertThat(tries.add("first")).isFalse();
    }

    @Test
    void saysWhoHasWhichTokenOfTheFile() {
        AdminTokenFile file = new AdminTokenFile(
                Path.of("/tokens"),
                List.of(
                        new AdminToken("bob", OperatorRole.READ, hash("token-of-bob-0123456789")),
                        new AdminToken("carol", OperatorRole.WRITE, hash("token-of-carol-0123456789"))));
        BearerTokenAuthenticator several = guard(Optional.of(TOKEN), Optional.of(file));

        assertThat(several.check(List.of("Bearer token-of-bob-0123456789"), "b"))
                .isEqualTo(new AuthenticationResult.Granted(new Operator("bob", OperatorRole.READ, "b")));
        assertThat(several.check(List.of("Bearer token-of-carol-0123456789"), "c"))
                .isEqualTo(new AuthenticationResult.Granted(new Operator("carol", OperatorRole.WRITE, "c")));
        assertThat(several.check(List.of("Bearer " + TOKEN), "a"))
                .isEqualTo(new AuthenticationResult.Granted(new Operator("alice", OperatorRole.WRITE, "a")));
        assertThat(several.check(List.of("Bearer " + hash("token-of-bob-0123456789")), "b"))
                .isEqualTo(new AuthenticationResult.Refused(Refusal.WRONG_TOKEN));
    }

    @Test
    void needsNoTokenOfTheSettingWhenThereIsAFile() {
        AdminTokenFile file = new AdminTokenFile(
                Path.of("/tokens"), List.of(new AdminToken("bob", OperatorRole.READ, hash("token-of-bob-0123456789"))));

        assertThat(guard(Optional.empty(), Optional.of(file)).check(List.of("Bearer wrong"), "a"))
                .isEqualTo(new AuthenticationResult.Refused(Refusal.WRONG_TOKEN));
    }

    private static String hash(String token) {
        return HexFormat.of().formatHex(AdminToken.hash(token));
    }

    private BearerTokenAuthenticator guard(String token) {
        return guard(Optional.of(token), Optional.empty());
    }

    private BearerTokenAuthenticator guard(Optional<String> token, Optional<AdminTokenFile> file) {
        return new BearerTokenAuthenticator(
                new AdminTokens(new Settings.Operations(token.map(Secret::new), file, true, 8040, 8041)), clock);
    }
}
