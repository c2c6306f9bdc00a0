package com.traffictacos.reservation.worker.operations.telemetry.otlp;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.DoubleExemplarData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.resources.Resource;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Converts one reading of the registry. Confined to one thread. */
final class SnapshotMapper {

    private static final InstrumentationScopeInfo SCOPE =
            InstrumentationScopeInfo.create("com.traffictacos.reservation.worker");
    private static final long NANOS = 1_000_000_000L;

    private final Resource resource;
    private final long startNanos;
    private final long nowNanos;

    /** @param start for series that do not know when they began */
    SnapshotMapper(Resource resource, Instant start, Instant now) {
        this.resource = resource;
        this.startNanos = nanos(start);
        this.nowNanos = nanos(now);
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * NANOS + instant.getNano();
    }

    List<MetricData> metrics(MetricSnapshots snapshots) {
        return snapshots.stream().map(this::metric).flatMap(Optional::stream).toList();
    }

    /** Empty for types that no metric of this worker has. */
    private Optional<MetricData> metric(MetricSnapshot snapshot) {
        return switch (snapshot) {
            case CounterSnapshot counter ->
                named(
                        counter,
                        "_total",
                        MetricDataType.DOUBLE_SUM,
                        new MetricPoints.Sum(points(
                                counter.getDataPoints(),
                                point -> new MetricPoints.DoublePoint(
                                        start(point), nowNanos, attributes(point), point.getValue()))));
            case GaugeSnapshot gauge ->
                named(
                        gauge,
                        "",
                        MetricDataType.DOUBLE_GAUGE,
                        new MetricPoints.Gauge(points(
                                gauge.getDataPoints(),
                                point -> new MetricPoints.DoublePoint(
                                        startNanos, nowNanos, attributes(point), point.getValue()))));
            case InfoSnapshot info ->
                named(
                        info,
                        "_info",
                        MetricDataType.DOUBLE_GAUGE,
                        new MetricPoints.Gauge(points(
                                info.getDataPoints(),
                                point -> new MetricPoints.DoublePoint(startNanos, nowNanos, attributes(point), 1))));
            case HistogramSnapshot histogram ->
                named(
                        histogram,
                        "",
                        MetricDataType.HISTOGRAM,
                        new MetricPoints.Histogram(points(histogram.getDataPoints(), this::histogramPoint)));
            case SummarySnapshot summary ->
                named(
                        summary,
                        "",
                        MetricDataType.SUMMARY,
                        new MetricPoints.Summary(points(
                                summary.getDataPoints(),
                                point -> new MetricPoints.SummaryPoint(
                                        start(point), nowNanos, attributes(point), point.getSum(), point.getCount()))));
            default -> Optional.empty();
        };
    }

    private static <S, P> List<P> points(List<S> snapshots, Function<S, ? extends P> mapper) {
        List<P> points = new ArrayList<>(snapshots.size());
        snapshots.forEach(snapshot -> points.add(mapper.apply(snapshot)));
        return points;
    }

    /** @param suffix that the text format adds to names of this type */
    private Optional<MetricData> named(MetricSnapshot snapshot, String suffix, MetricDataType type, Data<?> data) {
        String name = snapshot.getMetadata().getPrometheusName();
        return Optional.of(new MetricPoints.Metric(
                resource,
                SCOPE,
                name + suffix,
                Optional.ofNullable(snapshot.getMetadata().getHelp()).orElse(""),
                unit(name),
                type,
                data));
    }

    /** The unit that the name ends with, as OpenTelemetry writes it. */
    private static String unit(String name) {
        if (name.endsWith("_seconds")) {
            return "s";
        }
        return name.endsWith("_bytes") ? "By" : "";
    }

    private MetricPoints.HistogramPoint histogramPoint(HistogramDataPointSnapshot point) {
        ClassicHistogramBuckets buckets = point.getClassicBuckets();
        List<Double> bounds = new ArrayList<>(buckets.size());
        List<Long> counts = new ArrayList<>(buckets.size());
        for (int i = 0; i < buckets.size(); i++) {
            // The last bucket has no bound.
            if (Double.isFinite(buckets.getUpperBound(i))) {
                bounds.add(buckets.getUpperBound(i));
            }
            counts.add(buckets.getCount(i));
        }
        return new MetricPoints.HistogramPoint(
                start(point),
                nowNanos,
                attributes(point),
                point.getSum(),
                point.getCount(),
                bounds,
                counts,
                exemplars(point));
    }

    private static List<DoubleExemplarData> exemplars(HistogramDataPointSnapshot point) {
        List<DoubleExemplarData> exemplars =
                new ArrayList<>(point.getExemplars().size());
        for (Exemplar exemplar : point.getExemplars()) {
            Labels labels = exemplar.getLabels();
            SpanContext span = SpanContext.create(
                    Optional.ofNullable(labels.get(Exemplar.TRACE_ID)).orElse(""),
                    Optional.ofNullable(labels.get(Exemplar.SPAN_ID)).orElse(""),
                    TraceFlags.getSampled(),
                    TraceState.getDefault());
            exemplars.add(new MetricPoints.ExemplarPoint(
                    Attributes.empty(),
                    MILLISECONDS.toNanos(exemplar.getTimestampMillis()),
                    span,
                    exemplar.getValue()));
        }
        return exemplars;
    }

    private long start(DataPointSnapshot point) {
        return point.hasCreatedTimestamp() ? MILLISECONDS.toNanos(point.getCreatedTimestampMillis()) : startNanos;
    }

    private static Attributes attributes(DataPointSnapshot point) {
        Labels labels = point.getLabels();
        AttributesBuilder attributes = Attributes.builder();
        for (int i = 0; i < labels.size(); i++) {
            attributes.put(labels.getName(i), labels.getValue(i));
        }
        return attributes.build();
    }
}
