package com.traffictacos.reservation.worker.endtoend;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Takes spans, metrics and log records by OTLP/gRPC and keeps them. Safe for use by any number of threads. */
final class SpanCollector implements AutoCloseable {

    private final ConcurrentLinkedQueue<ReceivedSpan> spans = new ConcurrentLinkedQueue<>();
    private final SignalReceiver signals = new SignalReceiver();
    private final Server server;

    /**
     * A span as it came.
     *
     * @param parentId empty for the first of a trace
     * @param attributes values as text
     * @param events names of its events
     * @param links trace ids that it links to
     */
    record ReceivedSpan(
            String traceId,
            String spanId,
            String parentId,
            String name,
            Span.SpanKind kind,
            boolean failed,
            Map<String, String> attributes,
            List<String> events,
            List<Link> links,
            String service) {

        record Link(String traceId, String spanId) {}

        static ReceivedSpan of(Span span, String service) {
            return new ReceivedSpan(
                    hex(span.getTraceId().toByteArray()),
                    hex(span.getSpanId().toByteArray()),
                    hex(span.getParentSpanId().toByteArray()),
                    span.getName(),
                    span.getKind(),
                    span.getStatus().getCodeValue() == 2,
                    SignalReceiver.text(span.getAttributesList()),
                    span.getEventsList().stream().map(Span.Event::getName).toList(),
                    span.getLinksList().stream()
                            .map(link -> new Link(
                                    hex(link.getTraceId().toByteArray()),
                                    hex(link.getSpanId().toByteArray())))
                            .toList(),
                    service);
        }

        private static String hex(byte[] id) {
            return HexFormat.of().formatHex(id);
        }
    }

    SpanCollector() {
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .maxInboundMessageSize(64 << 20)
                    .addService(new TraceServiceGrpc.TraceServiceImplBase() {
                        @Override
                        public void export(
                                ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> answer) {
                            request.getResourceSpansList().forEach(SpanCollector.this::keep);
                            answer.onNext(ExportTraceServiceResponse.getDefaultInstance());
                            answer.onCompleted();
                        }
                    })
                    .addService(signals.metricService())
                    .addService(signals.logService())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void keep(ResourceSpans from) {
        String service =
                SignalReceiver.text(from.getResource().getAttributesList()).getOrDefault("service.name", "");
        from.getScopeSpansList().stream()
                .flatMap(scope -> scope.getSpansList().stream())
                .forEach(span -> spans.add(ReceivedSpan.of(span, service)));
    }

    /** What came beside the spans. */
    SignalReceiver signals() {
        return signals;
    }

    /** Where a worker sends its spans, its metrics and its log. */
    String endpoint() {
        return "http://127.0.0.1:" + server.getPort();
    }

    /** Every span so far. */
    List<ReceivedSpan> spans() {
        return List.copyOf(spans);
    }

    /** The spans of one trace. */
    List<ReceivedSpan> trace(String traceId) {
        return spans.stream().filter(span -> span.traceId().equals(traceId)).toList();
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
