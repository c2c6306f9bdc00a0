package com.traffictacos.reservation.worker.bench;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** A collector that takes spans by OTLP, counts them and forgets them. */
final class TraceSink implements AutoCloseable {

    /** The variable that leads a worker here if its value is {@link #HERE}. */
    static final String VARIABLE = "OTEL_EXPORTER_OTLP_ENDPOINT";

    static final String HERE = "sink";

    private final LongAdder spans = new LongAdder();
    private final Server server;

    TraceSink() {
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .maxInboundMessageSize(64 << 20)
                    .directExecutor()
                    .addService(new Taker())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("no collector", e);
        }
    }

    /** The same variables, led here where they ask for it. */
    Map<String, String> lead(Map<String, String> settings) {
        settings.replace(VARIABLE, HERE, "http://127.0.0.1:" + server.getPort());
        return settings;
    }

    /** How many have come so far. */
    long spans() {
        return spans.sum();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private final class Taker extends TraceServiceGrpc.TraceServiceImplBase {

        @Override
        public void export(ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> answer) {
            request.getResourceSpansList()
                    .forEach(resource ->
                            resource.getScopeSpansList().forEach(scope -> spans.add(scope.getSpansCount())));
            answer.onNext(ExportTraceServiceResponse.getDefaultInstance());
            answer.onCompleted();
        }
    }
}
