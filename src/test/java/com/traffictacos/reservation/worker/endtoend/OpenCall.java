package com.traffictacos.reservation.worker.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A call whose body is announced and does not come until it is finished. Confined to one thread. */
final class OpenCall implements AutoCloseable {

    private static final int BODY = 2;

    private final SocketChannel channel;
    private final StringBuilder answer = new StringBuilder();

    private OpenCall(SocketChannel channel) {
        this.channel = channel;
    }

    /** Sends the head of a call. */
    static OpenCall begin(URI server, String path, String token) {
        try {
            SocketChannel channel =
                    SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()));
            OpenCall call = new OpenCall(channel);
            call.send("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: Bearer "
                    + token + "\r\nContent-Type: application/json\r\nContent-Length: " + BODY + "\r\n\r\n");
            channel.configureBlocking(false);
            return call;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether an answer has come by now. */
    boolean isAnswered() {
        ByteBuffer bytes = ByteBuffer.allocate(8_192);
        try {
            while (channel.read(bytes) > 0) {
                answer.append(StandardCharsets.UTF_8.decode(bytes.flip()));
                bytes.clear();
            }
        } catch (IOException closedAfterItsAnswer) {
            // What has come before counts.
        }
        return answer.toString().endsWith("}");
    }

    /** What has come so far. */
    String answer() {
        return answer.toString();
    }

    /** @param body as long as announced: two bytes */
    void finish(String body) {
        try {
            send(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
            int unused = channel.write(bytes);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
