package com.traffictacos.reservation.worker.operations.fleet.peers;

import com.traffictacos.reservation.worker.platform.address.HostAndPort;
import java.net.InetAddress;

/** An address of a worker: numbers alone, so that nothing is looked up when it is asked. */
record PeerAddress(HostAndPort numbers) {

    static PeerAddress of(InetAddress host, int port) {
        return new PeerAddress(new HostAndPort(withoutZone(host.getHostAddress()), port));
    }

    /** An IPv6 address may name the network interface of this machine, which another machine calls otherwise. */
    static String withoutZone(String host) {
        int zone = host.indexOf('%');
        return zone < 0 ? host : host.substring(0, zone);
    }

    /** As in an URL. */
    String text() {
        return numbers.toString();
    }
}
