package com.traffictacos.reservation.worker.endtoend;

import io.grpc.Metadata;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Metadata that looks as if it bore the token, and does not.
 *
 * @param name what tells it from the others
 */
record ForgedMetadata(String name, Metadata headers) {

    static List<ForgedMetadata> all(String token) {
        Metadata binary = new Metadata();
        binary.put(
                Metadata.Key.of("authorization-bin", Metadata.BINARY_BYTE_MARSHALLER),
                ("Bearer " + token).getBytes(StandardCharsets.UTF_8));
        return List.of(
                new ForgedMetadata("no header", new Metadata()),
                of("another token", "authorization", "Bearer another-token-0123"),
                of("a longer token", "authorization", "Bearer " + token + "x"),
                of("a shorter token", "authorization", "Bearer " + token.substring(0, token.length() - 1)),
                of("no scheme", "authorization", token),
                of("another scheme", "authorization", "Basic " + token),
                of("nothing behind the scheme", "authorization", "Bearer"),
                of("twice", "authorization", "Bearer " + token, "Bearer " + token),
                of("behind a wrong one", "authorization", "Bearer wrong", "Bearer " + token),
                of("two in one", "authorization", "Bearer wrong, Bearer " + token),
                of("another header", "x-authorization", "Bearer " + token),
                of("a gateway's header", "grpcgateway-authorization", "Bearer " + token),
                of("a cookie", "cookie", "authorization=Bearer " + token),
                new ForgedMetadata("a binary header", binary));
    }

    private static ForgedMetadata of(String name, String header, String... values) {
        Metadata headers = new Metadata();
        for (String value : values) {
            headers.put(Metadata.Key.of(header, Metadata.ASCII_STRING_MARSHALLER), value);
        }
        return new ForgedMetadata(name, headers);
    }

    @Override
    public String toString() {
        return name;
    }
}
