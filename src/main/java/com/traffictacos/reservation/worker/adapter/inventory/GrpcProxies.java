package com.traffictacos.reservation.worker.adapter.inventory;

import com.traffictacos.reservation.worker.platform.network.Proxy;
import com.traffictacos.reservation.worker.platform.network.ProxyRules;
import io.grpc.HttpConnectProxiedSocketAddress;
import io.grpc.ProxiedSocketAddress;
import io.grpc.ProxyDetector;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Applies {@link ProxyRules} to gRPC, which tunnels through the proxy with and without TLS. Thread-safe. */
final class GrpcProxies implements ProxyDetector {

    private final ProxyRules rules;

    GrpcProxies(ProxyRules rules) {
        this.rules = rules;
    }

    @Override
    public @Nullable ProxiedSocketAddress proxyFor(SocketAddress target) throws IOException {
        if (!(target instanceof InetSocketAddress server)) {
            return null;
        }
        Optional<Proxy> proxy = rules.proxyFor(true, server.getHostString(), server.getPort());
        return proxy.isPresent() ? tunnel(server, proxy.get()) : null;
    }

    private static ProxiedSocketAddress tunnel(InetSocketAddress server, Proxy proxy) throws IOException {
        InetSocketAddress address = new InetSocketAddress(proxy.host(), proxy.port());
        if (address.isUnresolved()) {
            throw new UnknownHostException("the proxy " + proxy.host());
        }
        HttpConnectProxiedSocketAddress.Builder tunnel = HttpConnectProxiedSocketAddress.newBuilder()
                .setTargetAddress(server)
                .setProxyAddress(address);
        proxy.credentials().ifPresent(user -> tunnel.setUsername(user.user()).setPassword(user.password()));
        return tunnel.build();
    }
}
