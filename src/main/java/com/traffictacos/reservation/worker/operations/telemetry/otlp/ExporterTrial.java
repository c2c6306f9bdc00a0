package com.traffictacos.reservation.worker.operations.telemetry.otlp;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurablePropagatorProvider;
import io.opentelemetry.sdk.autoconfigure.spi.logs.ConfigurableLogRecordExporterProvider;
import io.opentelemetry.sdk.autoconfigure.spi.metrics.ConfigurableMetricExporterProvider;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSamplerProvider;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
import java.io.Closeable;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Makes a signal's exporters once before the SDK does: that is what tells whether their settings work. Uses the services
 * that the SDK finds as well, those of the thread's class loader. Stateless.
 */
class ExporterTrial {

    private static final Set<String> SAMPLERS = Set.of(
            "always_on",
            "always_off",
            "traceidratio",
            "parentbased_always_on",
            "parentbased_always_off",
            "parentbased_traceidratio");

    private record Maker(String name, Function<ConfigProperties, Closeable> create) {}

    /** Why an exporter cannot be made; empty if all can. Exporters that are made are closed again. */
    Optional<Throwable> failure(Signal signal, List<String> exporters, ConfigProperties config) {
        try {
            List<Maker> makers = makers(signal).toList();
            for (String exporter : exporters) {
                Maker maker = makers.stream()
                        .filter(one -> one.name().equals(exporter))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("there is no such exporter"));
                maker.create().apply(config).close();
            }
            return new HashSet<>(exporters).size() == exporters.size()
                    ? Optional.empty()
                    : Optional.of(new IllegalArgumentException("an exporter is named twice"));
        } catch (Exception | Error failure) {
            return Optional.of(failure);
        }
    }

    private static Stream<Maker> makers(Signal signal) {
        return switch (signal) {
            case TRACES ->
                services(ConfigurableSpanExporterProvider.class)
                        .map(service -> new Maker(service.getName(), service::createExporter));
            case METRICS ->
                services(ConfigurableMetricExporterProvider.class)
                        .map(service -> new Maker(service.getName(), service::createExporter));
            case LOGS ->
                services(ConfigurableLogRecordExporterProvider.class)
                        .map(service -> new Maker(service.getName(), service::createExporter));
        };
    }

    /** The names of all samplers. */
    Set<String> samplers() {
        Set<String> names = new HashSet<>(SAMPLERS);
        services(ConfigurableSamplerProvider.class).forEach(service -> {
            names.add(service.getName());
            names.add("parentbased_" + service.getName());
        });
        return names;
    }

    /** The names of all propagators. */
    Set<String> propagators() {
        Set<String> names = new HashSet<>(Set.of("tracecontext", "baggage"));
        services(ConfigurablePropagatorProvider.class).forEach(service -> names.add(service.getName()));
        return names;
    }

    private static <S> Stream<S> services(Class<S> type) {
        return ServiceLoader.load(type).stream().map(ServiceLoader.Provider::get);
    }
}
