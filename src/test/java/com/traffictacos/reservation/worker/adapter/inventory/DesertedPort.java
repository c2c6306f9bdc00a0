package com.traffictacos.reservation.worker.adapter.inventory;

import com.traffictacos.reservation.worker.platform.address.HostAndPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port without a listener. It stays bound, so that no other process can listen on it and connections are refused
 * until it is closed.
 */
final class DesertedPort implements AutoCloseable {

    private final Socket bound = new Socket();

    DesertedPort() {
        try {
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HostAndPort address() {
        return new HostAndPort(bound.getLocalAddress().getHostAddress(), bound.getLocalPort());
    }

    @Override
    public void close() {
        try {
            bound.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
