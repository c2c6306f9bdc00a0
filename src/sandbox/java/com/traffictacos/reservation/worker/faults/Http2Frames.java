package com.traffictacos.reservation.worker.faults;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Frames of HTTP/2 as a client that keeps no rules sends them (RFC 9113, RFC 7541). Confined to one thread. */
final class Http2Frames {

    private static final String REFLECTION = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int END_HEADERS = 4;
    private static final int CANCEL = 8;

    /** {@code ServerReflectionRequest.list_services = "*"}. */
    private static final byte[] LIST_SERVICES = {0x3a, 1, '*'};

    private static final byte[] MALFORMED = {(byte) 0xff, (byte) 0xff, (byte) 0xff, 1};

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Http2Frames begin() {
        bytes.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(SETTINGS, 0, 0, new byte[0]);
        return this;
    }

    /** Opens a stream to reflection and asks for all services; it stays open. */
    Http2Frames reflect(int stream) {
        return headers(stream).message(stream, LIST_SERVICES);
    }

    /** Opens a stream and sends a message that is none. */
    Http2Frames malformed(int stream) {
        return headers(stream).message(stream, MALFORMED);
    }

    /** Opens a stream and resets it at once. */
    Http2Frames openAndReset(int stream) {
        headers(stream);
        frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, CANCEL});
        return this;
    }

    private Http2Frames headers(int stream) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        literal(block, ":method", "POST");
        literal(block, ":scheme", "http");
        literal(block, ":path", REFLECTION);
        literal(block, ":authority", "127.0.0.1");
        literal(block, "content-type", "application/grpc");
        literal(block, "te", "trailers");
        frame(HEADERS, END_HEADERS, stream, block.toByteArray());
        return this;
    }

    private Http2Frames message(int stream, byte[] message) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes(new byte[] {0, 0, 0, 0, (byte) message.length});
        data.writeBytes(message);
        frame(DATA, 0, stream, data.toByteArray());
        return this;
    }

    /** Never indexed, not compressed; names and values are shorter than 127. */
    private static void literal(ByteArrayOutputStream block, String name, String value) {
        block.write(0x10);
        for (String text : new String[] {name, value}) {
            block.write(text.length());
            block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void frame(int type, int flags, int stream, byte[] payload) {
        bytes.write(payload.length >> 16);
        bytes.write(payload.length >> 8);
        bytes.write(payload.length);
        bytes.write(type);
        bytes.write(flags);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes.write(stream >> shift);
        }
        bytes.writeBytes(payload);
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
