package com.traffictacos.reservation.worker.platform.network;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An HTTP proxy.
 *
 * @param credentials for basic authentication; absent if the proxy needs none
 */
public record Proxy(String host, int port, Optional<Credentials> credentials) {

    private static final int DEFAULT_PORT = 80;
    private static final int MAX_PORT = 65_535;
    private static final Pattern SCHEME = Pattern.compile("^[a-zA-Z][a-zA-Z0-9+.-]*://");

    /** A user of the proxy. {@link #toString()} does not contain the password. */
    public record Credentials(String user, String password) {

        @Override
        public String toString() {
            return user + ":***";
        }
    }

    /**
     * Parses the value of {@code HTTP_PROXY} and similar variables: a URL, or host and port. Empty if it is neither.
     */
    static Optional<Proxy> ofUrl(String text) {
        String url = SCHEME.matcher(text).find() ? text : "http://" + text;
        try {
            URI uri = URI.create(url);
            int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
            if (uri.getHost() == null || port == 0 || port > MAX_PORT || !"http".equalsIgnoreCase(uri.getScheme())) {
                return Optional.empty();
            }
            return Optional.of(new Proxy(
                    uri.getHost(),
                    port,
                    Optional.ofNullable(uri.getRawUserInfo()).map(Proxy::user)));
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private static Credentials user(String userInfo) {
        int colon = userInfo.indexOf(':');
        return colon < 0
                ? new Credentials(decoded(userInfo), "")
                : new Credentials(decoded(userInfo.substring(0, colon)), decoded(userInfo.substring(colon + 1)));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
