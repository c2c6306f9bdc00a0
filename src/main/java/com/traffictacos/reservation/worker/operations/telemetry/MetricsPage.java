package com.traffictacos.reservation.worker.operations.telemetry;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;

/**
 * The text of all metrics, in the formats that the library offers: OpenMetrics if it is asked for, else the Prometheus
 * text format. Each format is rendered at most once per {@link #SHARED_FOR}, however many ask. Thread-safe.
 */
final class MetricsPage {

    static final Duration SHARED_FOR = Duration.ofSeconds(1);

    private static final ExpositionFormats FORMATS = ExpositionFormats.init();

    /**
     * A rendered text.
     *
     * @param gzip whether the body is compressed
     */
    @SuppressWarnings("ArrayRecordComponent") // Written out, never compared.
    record Text(String contentType, boolean gzip, byte[] body) {}

    private record Variant(String contentType, boolean gzip) {}

    private record Rendered(Text text, long atNanos) {}

    private final Supplier<MetricSnapshots> metrics;
    private final LongSupplier nanoTime;

    /** Guarded by this. At most four: two formats, compressed or not. */
    private final Map<Variant, Rendered> rendered = new HashMap<>();

    MetricsPage(Supplier<MetricSnapshots> metrics, LongSupplier nanoTime) {
        this.metrics = metrics;
        this.nanoTime = nanoTime;
    }

    /**
     * The current text, or one that is at most {@link #SHARED_FOR} old.
     *
     * @param accept the header {@code Accept}; empty if there is none
     * @param acceptEncoding every value of the header {@code Accept-Encoding}
     */
    synchronized Text text(String accept, List<String> acceptEncoding) {
        ExpositionFormatWriter format = FORMATS.findWriter(accept);
        Variant variant = new Variant(format.getContentType(), acceptsGzip(acceptEncoding));
        long now = nanoTime.getAsLong();
        Rendered last = rendered.get(variant);
        if (last != null && now - last.atNanos() < SHARED_FOR.toNanos()) {
            return last.text();
        }
        // Texts that nobody asks for any more are not kept.
        rendered.values().removeIf(old -> now - old.atNanos() >= SHARED_FOR.toNanos());
        Text text = new Text(variant.contentType(), variant.gzip(), body(format, variant.gzip()));
        rendered.put(variant, new Rendered(text, now));
        return text;
    }

    private byte[] body(ExpositionFormatWriter format, boolean gzip) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(gzip ? 16 * 1024 : 160 * 1024);
        try (OutputStream body = gzip ? new GZIPOutputStream(bytes) : bytes) {
            // No name here needs escaping.
            format.write(body, metrics.get(), EscapingScheme.DEFAULT);
        } catch (IOException memoryDoesNotFail) {
            throw new IllegalStateException(memoryDoesNotFail);
        }
        return bytes.toByteArray();
    }

    /** As Prometheus' own exporters read the header: {@code gzip} by its name, whatever its weight but zero. */
    private static boolean acceptsGzip(List<String> acceptEncoding) {
        return acceptEncoding.stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::trim)
                .anyMatch(coding -> coding.regionMatches(true, 0, "gzip", 0, 4) && !coding.matches(".*q=0(\\.0*)?"));
    }
}
