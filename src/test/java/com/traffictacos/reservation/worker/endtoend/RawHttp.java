package com.traffictacos.reservation.worker.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Requests as no decent client would send them. Stateless. */
final class RawHttp {

    private RawHttp() {}

    /** What came back, headers in lower case. */
    record Answer(int status, List<String> headers, String body) {

        boolean has(String header) {
            return headers.contains(header);
        }
    }

    /**
     * Sends one request.
     *
     * @param from the address of this machine that it comes from, one of 127.0.0.0/8
     * @param headers as they are, but for the host and the length of the body
     */
    static Answer send(URI server, String from, String method, String target, List<String> headers, String body) {
        StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        request.append("Host: 127.0.0.1\r\nConnection: close\r\n");
        headers.forEach(header -> request.append(header).append("\r\n"));
        request.append("Content-Length: ")
                .append(body.getBytes(StandardCharsets.UTF_8).length)
                .append("\r\n\r\n")
                .append(body);
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()));
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String[] parts = answer.split("\r\n\r\n", 2);
            String[] lines = parts[0].split("\r\n", -1);
            return new Answer(
                    Integer.parseInt(lines[0].split(" ", -1)[1]),
                    Arrays.stream(lines)
                            .skip(1)
                            .map(line -> line.toLowerCase(Locale.ROOT))
                            .toList(),
                    parts.length > 1 ? parts[1] : "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
