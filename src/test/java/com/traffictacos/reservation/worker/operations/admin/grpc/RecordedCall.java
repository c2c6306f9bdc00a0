package com.traffictacos.reservation.worker.operations.admin.grpc;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** A call of some method from 192.0.2.7 that records how it was closed. */
public final class RecordedCall extends ServerCall<HealthCheckRequest, HealthCheckResponse> {

    private final String method;
    private final Consumer<Status> closed;

    /** @param method the full name */
    public RecordedCall(String method, Consumer<Status> closed) {
        this.method = method;
        this.closed = closed;
    }

    @Override
    public void request(int messages) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(HealthCheckResponse message) {}

    @Override
    public void close(Status status, Metadata trailers) {
        closed.accept(status);
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public Attributes getAttributes() {
        return Attributes.newBuilder()
                .set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, new InetSocketAddress("192.0.2.7", 50_000))
                .build();
    }

    @Override
    public MethodDescriptor<HealthCheckRequest, HealthCheckResponse> getMethodDescriptor() {
        return HealthGrpc.getCheckMethod().toBuilder().setFullMethodName(method).build();
    }
}
