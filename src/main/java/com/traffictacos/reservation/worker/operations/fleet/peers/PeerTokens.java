package com.traffictacos.reservation.worker.operations.fleet.peers;

import com.traffictacos.reservation.worker.operations.auth.AdminTokens;
import com.traffictacos.reservation.worker.platform.digest.Digests;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes and checks the tokens by which workers ask each other for their figures. A token is signed with the operators'
 * tokens, which all workers of a queue have, names the address that it is for, and lasts a minute: an operator's own token
 * never leaves the worker that it was given to, and who receives a token at an address that was another's can ask nobody
 * with it. Thread-safe.
 */
@SingletonBean
public class PeerTokens {

    /** Also bounds by how much the clocks of two pods may differ. */
    static final Duration VALIDITY = Duration.ofMinutes(1);

    private static final Pattern TOKEN = Pattern.compile("Bearer ([0-9]{1,12})\\.([0-9a-f]{64})");

    private final AdminTokens operators;
    private final Clock clock;

    @Inject
    public PeerTokens(AdminTokens operators, Clock clock) {
        this.operators = operators;
        this.clock = clock;
    }

    /** Whether there are operators' tokens; without them no worker asks or answers another. */
    boolean areConfigured() {
        return !operators.fingerprint().isEmpty();
    }

    /**
     * The value of the header {@code Authorization} of a request.
     *
     * @param address that the request goes to, as {@link PeerAddress#text()}
     */
    String issue(String address) {
        long at = clock.instant().getEpochSecond();
        return "Bearer " + at + "." + seal(at, address);
    }

    /**
     * Checks the header of a request.
     *
     * @param address at which the request arrived
     */
    boolean isValid(String authorization, String address) {
        Matcher parts = TOKEN.matcher(authorization);
        if (!areConfigured() || !parts.matches()) {
            return false;
        }
        long at = Long.parseLong(parts.group(1));
        boolean genuine = MessageDigest.isEqual(
                seal(at, address).getBytes(StandardCharsets.US_ASCII),
                parts.group(2).getBytes(StandardCharsets.US_ASCII));
        return genuine && Math.abs(clock.instant().getEpochSecond() - at) <= VALIDITY.toSeconds();
    }

    private String seal(long at, String address) {
        byte[] key = Digests.sha256(("peer:" + operators.fingerprint()).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(Digests.hmacSha256(key, (at + ";" + address).getBytes(StandardCharsets.UTF_8)));
    }
}
