package com.traffictacos.reservation.worker.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** A program that says that it is ready, and nothing else of the contract. */
final class PeerStub {

    private PeerStub() {}

    /** @param arguments are printed, and behind them what the variables say that they name */
    public static void main(String[] arguments) throws IOException {
        List.of(arguments).forEach(name -> System.out.println(name + "=" + System.getenv(name)));
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(System.getenv("SERVER_PORT"))),
                0);
        server.createContext("/started", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }
}
