package com.traffictacos.reservation.worker.platform.network;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which every client of the worker selects its proxy.
 *
 * <ol>
 *   <li>This machine (localhost, 127.0.0.0/8, ::1) is never reached through a proxy.
 *   <li>A host in {@code -Dhttp.nonProxyHosts} or {@code NO_PROXY} is not reached through a proxy either.
 *   <li>https uses {@code -Dhttps.proxyHost}, otherwise {@code HTTPS_PROXY}; http uses {@code -Dhttp.proxyHost},
 *       otherwise {@code HTTP_PROXY}. gRPC is tunnelled by CONNECT and uses the proxy of https.
 * </ol>
 *
 * <p>Variables may also be in lower case, which has precedence. Immutable and thread-safe.
 */
public final class ProxyRules {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final Optional<Proxy> http;
    private final Optional<Proxy> https;
    private final NoProxyHosts exceptions;

    private ProxyRules(Optional<Proxy> http, Optional<Proxy> https, NoProxyHosts exceptions) {
        this.http = http;
        this.https = https;
        this.exceptions = exceptions;
    }

    /** The rules of this process, from its current properties and environment. */
    public static ProxyRules ofProcess() {
        return of(name -> System.getProperty(name), System.getenv());
    }

    /**
     * The rules of the given settings.
     *
     * @param properties looks up a JVM property by name
     */
    public static ProxyRules of(Function<String, @Nullable String> properties, Map<String, String> environment) {
        return new ProxyRules(
                proxy("http", HTTP_PORT, properties, environment),
                proxy("https", HTTPS_PORT, properties, environment),
                NoProxyHosts.of(
                        text(properties.apply("http.nonProxyHosts")).orElse(""),
                        variable("no_proxy", environment).orElse("")));
    }

    /** The proxy for a server. Empty if the server is reached directly. */
    public Optional<Proxy> proxyFor(URI server) {
        boolean tls = "https".equalsIgnoreCase(server.getScheme());
        int port = server.getPort() >= 0 ? server.getPort() : tls ? HTTPS_PORT : HTTP_PORT;
        return proxyFor(tls, server.getHost(), port);
    }

    /**
     * The proxy for a server. Empty if the server is reached directly.
     *
     * @param tls whether the protocol is https or gRPC
     * @param host a name or an address, with or without brackets
     */
    public Optional<Proxy> proxyFor(boolean tls, String host, int port) {
        return (tls ? https : http).filter(proxy -> !exceptions.contain(host, port));
    }

    /** Every proxy that may be used. */
    Stream<Proxy> all() {
        return Stream.of(http, https).flatMap(Optional::stream);
    }

    private static Optional<Proxy> proxy(
            String scheme,
            int defaultPort,
            Function<String, @Nullable String> properties,
            Map<String, String> environment) {
        return text(properties.apply(scheme + ".proxyHost"))
                .map(host -> new Proxy(
                        host,
                        text(properties.apply(scheme + ".proxyPort"))
                                .map(Integer::valueOf)
                                .orElse(defaultPort),
                        text(properties.apply(scheme + ".proxyUser"))
                                .map(user -> new Proxy.Credentials(
                                        user,
                                        text(properties.apply(scheme + ".proxyPassword"))
                                                .orElse("")))))
                .or(() -> variable(scheme + "_proxy", environment).flatMap(Proxy::ofUrl));
    }

    private static Optional<String> variable(String lowerCase, Map<String, String> environment) {
        return text(environment.get(lowerCase)).or(() -> text(environment.get(lowerCase.toUpperCase(Locale.ROOT))));
    }

    private static Optional<String> text(@Nullable String value) {
        return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
    }
}
