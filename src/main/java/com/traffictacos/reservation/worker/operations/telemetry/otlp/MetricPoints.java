package com.traffictacos.reservation.worker.operations.telemetry.otlp;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.DoubleExemplarData;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.HistogramData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.metrics.data.SummaryData;
import io.opentelemetry.sdk.metrics.data.SummaryPointData;
import io.opentelemetry.sdk.metrics.data.ValueAtQuantile;
import io.opentelemetry.sdk.resources.Resource;
import java.util.List;

/**
 * The SDK's data types: it publishes the interfaces alone. The components are named like the getters that they
 * implement. Immutable.
 */
final class MetricPoints {

    private MetricPoints() {}

    record Metric(
            Resource getResource,
            InstrumentationScopeInfo getInstrumentationScopeInfo,
            String getName,
            String getDescription,
            String getUnit,
            MetricDataType getType,
            Data<?> getData)
            implements MetricData {

        /** The interface's own method casts to the SDK's class. */
        @Override
        public SumData<DoublePointData> getDoubleSumData() {
            return getData instanceof Sum sum ? sum : MetricData.super.getDoubleSumData();
        }
    }

    record Gauge(List<DoublePointData> getPoints) implements GaugeData<DoublePointData> {}

    record Sum(List<DoublePointData> getPoints) implements SumData<DoublePointData> {

        @Override
        public boolean isMonotonic() {
            return true;
        }

        @Override
        public AggregationTemporality getAggregationTemporality() {
            return AggregationTemporality.CUMULATIVE;
        }
    }

    record Histogram(List<HistogramPointData> getPoints) implements HistogramData {

        @Override
        public AggregationTemporality getAggregationTemporality() {
            return AggregationTemporality.CUMULATIVE;
        }
    }

    record Summary(List<SummaryPointData> getPoints) implements SummaryData {}

    record DoublePoint(long getStartEpochNanos, long getEpochNanos, Attributes getAttributes, double getValue)
            implements DoublePointData {

        @Override
        public List<DoubleExemplarData> getExemplars() {
            return List.of();
        }
    }

    record HistogramPoint(
            long getStartEpochNanos,
            long getEpochNanos,
            Attributes getAttributes,
            double getSum,
            long getCount,
            List<Double> getBoundaries,
            List<Long> getCounts,
            List<DoubleExemplarData> getExemplars)
            implements HistogramPointData {

        @Override
        public boolean hasMin() {
            return false;
        }

        @Override
        public double getMin() {
            return 0;
        }

        @Override
        public boolean hasMax() {
            return false;
        }

        @Override
        public double getMax() {
            return 0;
        }
    }

    record SummaryPoint(
            long getStartEpochNanos, long getEpochNanos, Attributes getAttributes, double getSum, long getCount)
            implements SummaryPointData {

        @Override
        public List<ValueAtQuantile> getValues() {
            return List.of();
        }

        @Override
        public List<DoubleExemplarData> getExemplars() {
            return List.of();
        }
    }

    record ExemplarPoint(
            Attributes getFilteredAttributes, long getEpochNanos, SpanContext getSpanContext, double getValue)
            implements DoubleExemplarData {}
}
