package com.traffictacos.reservation.worker.platform.address;

/**
 * A network address.
 *
 * @param host a name, an IPv4 address, or an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record HostAndPort(String host, int port) {

    /** @throws IllegalArgumentException if the host is blank or the port out of range */
    public HostAndPort {
        if (host.isBlank() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("Not a network address: host '" + host + "', port " + port);
        }
    }

    /** The address in the form {@code host:port}, with IPv6 addresses in brackets. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
