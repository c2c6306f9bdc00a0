package com.traffictacos.reservation.worker.endtoend;

import io.grpc.Metadata;
import io.grpc.stub.AbstractBlockingStub;
import io.grpc.stub.MetadataUtils;

/** The token of whoever operates a worker here. Stateless. */
final class OperatorToken {

    static final String VALUE = "alice:0123456789abcdef";

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private OperatorToken() {}

    /** What a gRPC call shows it in. */
    static Metadata headers() {
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + VALUE);
        return headers;
    }

    /** A stub whose calls show it. */
    static <T extends AbstractBlockingStub<T>> T with(T stub) {
        return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers()));
    }
}
