package com.traffictacos.reservation.worker.platform.network;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one rule by which every client of the worker finds its proxy.
 *
 * <ol>
 *   <li>This machine (localhost, 127.0.0.0/8, ::1) is never asked by way of a proxy.
 *   <li>Neither is a host that {@code -Dhttp.nonProxyHosts} or {@code NO_PROXY} names.
 *   <li>https goes to {@code -Dhttps.proxyHost}, else to {@code HTTPS_PROXY}; http to {@code -Dhttp.proxyHost}, else to
 *       {@code HTTP_PROXY}. gRPC is tunnelled by CONNECT and uses the proxy of https.
 * </ol>
 *
 * <p>Variables may be in lower case as well, which wins. Immutable; safe for use by any number of threads.
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

    /** The rule of this process, as its properties and its environment are now. */
    public static ProxyRules ofProcess() {
        return of(name -> System.getProperty(name), System.getenv());
    }

    /**
     * The rule of given settings.
     *
     * @param properties of the JVM by their names
     */
    public static ProxyRules of(Function<String, @Nullable String> properties, Map<String, String> environment) {
        return new ProxyRules(
                proxy("http", HTTP_PORT, properties, environment),
                proxy("https", HTTPS_PORT, properties, environment),
                NoProxyHosts.of(
                        text(properties.apply("http.nonProxyHosts")).orElse(""),
                        variable("no_proxy", environment).orElse("")));
    }

    /** The proxy that leads to a server; empty if it is asked directly. */
    public Optional<Proxy> proxyFor(URI server) {
        boolean tls = "https".equalsIgnoreCase(server.getScheme());
        int port = server.getPort() >= 0 ? server.getPort() : tls ? HTTPS_PORT : HTTP_PORT;
        return proxyFor(tls, server.getHost(), port);
    }

    /**
     * The proxy that leads to a server; empty if it is asked directly.
     *
     * @param tls whether it is asked by https, or by gRPC
     * @param host a name or an address, with brackets or without
     */
    public Optional<Proxy> proxyFor(boolean tls, String host, int port) {
        return (tls ? https : http).filter(proxy -> !exceptions.contain(host, port));
    }

    /** Every proxy that may be asked. */
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
