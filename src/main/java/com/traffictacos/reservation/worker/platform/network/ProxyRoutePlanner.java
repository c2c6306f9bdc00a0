package com.traffictacos.reservation.worker.platform.network;

import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.Credentials;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Applies {@link ProxyRules} to clients of Apache's HTTP library. Thread-safe. */
public final class ProxyRoutePlanner extends DefaultRoutePlanner implements CredentialsProvider {

    private final ProxyRules rules;

    public ProxyRoutePlanner(ProxyRules rules) {
        super(null);
        this.rules = rules;
    }

    @Override
    protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
        return rules.proxyFor("https".equalsIgnoreCase(target.getSchemeName()), target.getHostName(), target.getPort())
                .map(proxy -> new HttpHost("http", proxy.host(), proxy.port()))
                .orElse(null);
    }

    /** Returns the credentials of the proxies. Servers get none. */
    @Override
    public @Nullable Credentials getCredentials(AuthScope scope, HttpContext context) {
        return rules.all()
                .filter(proxy -> proxy.host().equalsIgnoreCase(scope.getHost()) && proxy.port() == scope.getPort())
                .flatMap(proxy -> proxy.credentials().stream())
                .findFirst()
                .map(user -> new UsernamePasswordCredentials(
                        user.user(), user.password().toCharArray()))
                .orElse(null);
    }
}
