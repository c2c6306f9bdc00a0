package com.traffictacos.reservation.worker.endtoend;

import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** Keeps the log records and the last export of metrics that come by OTLP/gRPC. Safe for use by any number of threads. */
final class SignalReceiver {

    private final ConcurrentLinkedQueue<LogRecord> lines = new ConcurrentLinkedQueue<>();
    private volatile Map<String, Metric> metrics = Map.of();

    /** Takes log records. */
    LogsServiceGrpc.LogsServiceImplBase logService() {
        return new LogsServiceGrpc.LogsServiceImplBase() {
            @Override
            public void export(ExportLogsServiceRequest request, StreamObserver<ExportLogsServiceResponse> answer) {
                request.getResourceLogsList().stream()
                        .flatMap(resource -> resource.getScopeLogsList().stream())
                        .forEach(scope -> lines.addAll(scope.getLogRecordsList()));
                answer.onNext(ExportLogsServiceResponse.getDefaultInstance());
                answer.onCompleted();
            }
        };
    }

    /** Takes metrics. */
    MetricsServiceGrpc.MetricsServiceImplBase metricService() {
        return new MetricsServiceGrpc.MetricsServiceImplBase() {
            @Override
            public void export(
                    ExportMetricsServiceRequest request, StreamObserver<ExportMetricsServiceResponse> answer) {
                Map<String, Metric> received = new TreeMap<>();
                request.getResourceMetricsList().stream()
                        .flatMap(resource -> resource.getScopeMetricsList().stream())
                        .flatMap(scope -> scope.getMetricsList().stream())
                        .forEach(metric -> received.put(metric.getName(), metric));
                metrics = received;
                answer.onNext(ExportMetricsServiceResponse.getDefaultInstance());
                answer.onCompleted();
            }
        };
    }

    /** The metrics of the last export, by name. */
    Map<String, Metric> metrics() {
        return metrics;
    }

    /** One metric of the last export, which has it. */
    Metric metric(String name) {
        return Optional.ofNullable(metrics.get(name)).orElseThrow(() -> new AssertionError("no " + name));
    }

    /** Every log record so far, in the order of arrival. */
    List<LogRecord> lines() {
        return List.copyOf(lines);
    }

    /** Values of attributes as text. */
    static Map<String, String> text(List<KeyValue> attributes) {
        return attributes.stream()
                .collect(Collectors.toMap(KeyValue::getKey, attribute -> text(attribute.getValue()), (a, b) -> b));
    }

    private static String text(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case INT_VALUE -> Long.toString(value.getIntValue());
            case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
            case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
            default -> value.toString();
        };
    }
}
