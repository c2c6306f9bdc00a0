package com.traffictacos.reservation.worker.adapter.reservationapi;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Executor;

/** Answers every request of one connection on the loopback interface with the same reservation. */
final class WarmUpHttpServer implements AutoCloseable {

    private static final String BODY =
            "{\"reservation_id\":\"warm-up\",\"event_id\":\"warm-up\",\"status\":\"EXPIRED\","
                    + "\"seat_ids\":[\"A-1\",\"A-2\"],\"quantity\":2,\"user_id\":\"warm-up\",\"order_id\":\"warm-up\"}";
    private static final byte[] ANSWER = ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                    + BODY.length() + "\r\n\r\n" + BODY)
            .getBytes(StandardCharsets.US_ASCII);
    private static final String CONTENT_LENGTH = "content-length:";

    private final ServerSocket socket;

    private WarmUpHttpServer(ServerSocket socket) {
        this.socket = socket;
    }

    static WarmUpHttpServer open(Executor threads) throws IOException {
        WarmUpHttpServer api = new WarmUpHttpServer(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        threads.execute(api::serve);
        return api;
    }

    URI address() {
        return URI.create("http://" + socket.getInetAddress().getHostAddress() + ":" + socket.getLocalPort());
    }

    private void serve() {
        try (Socket connection = socket.accept();
                BufferedReader requests = new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
                OutputStream answers = connection.getOutputStream()) {
            while (readRequest(requests)) {
                answers.write(ANSWER);
                answers.flush();
            }
        } catch (IOException closed) {
            // The warm-up is over.
        }
    }

    /** False at the end of the connection. */
    private static boolean readRequest(BufferedReader requests) throws IOException {
        int length = 0;
        String line = requests.readLine();
        while (line != null && !line.isEmpty()) {
            if (line.toLowerCase(Locale.ROOT).startsWith(CONTENT_LENGTH)) {
                length =
                        Integer.parseInt(line.substring(CONTENT_LENGTH.length()).strip());
            }
            line = requests.readLine();
        }
        requests.skip(length);
        return line != null;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
