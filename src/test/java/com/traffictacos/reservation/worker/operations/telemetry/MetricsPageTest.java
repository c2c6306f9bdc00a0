package com.traffictacos.reservation.worker.operations.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsPageTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final AtomicInteger scrapes = new AtomicInteger();
    private final Metrics metrics = new Metrics(false);
    private final MetricsPage page = new MetricsPage(
            () -> {
                scrapes.incrementAndGet();
                return metrics.now();
            },
            nanos::get);

    @Test
    void rendersOnceASecondHoweverManyAsk() {
        byte[] first = page.text("", List.of()).body();

        assertThat(page.text("", List.of()).body()).isSameAs(first);
        nanos.addAndGet(MetricsPage.SHARED_FOR.toNanos() - 1);
        assertThat(page.text("", List.of()).body()).isSameAs(first);
        assertThat(scrapes).hasValue(1);

        nanos.incrementAndGet();
        assertThat(page.text("", List.of()).body()).isNotSameAs(first);
        assertThat(scrapes).hasValue(2);
    }

    @Test
    void offersOpenMetricsToWhoAsks() {
        MetricsPage.Text open = page.text("application/openmetrics-text;version=1.0.0,text/plain;q=0.5", List.of());
        MetricsPage.Text plain = page.text("*/*", List.of());

        assertThat(open.contentType()).startsWith("application/openmetrics-text");
        assertThat(new String(open.body(), StandardCharsets.UTF_8)).endsWith("# EOF\n");
        assertThat(plain.contentType()).startsWith("text/plain");
        assertThat(new String(plain.body(), StandardCharsets.UTF_8))
                .contains("jvm_threads_current")
                .doesNotContain("# EOF");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate, GZIP", "br;q=1.0, gzip;q=0.8"})
    void compressesForWhoAccepts(String encoding) throws IOException {
        MetricsPage.Text text = page.text("", List.of(encoding));

        assertThat(text.gzip()).isTrue();
        try (GZIPInputStream body = new GZIPInputStream(new ByteArrayInputStream(text.body()))) {
            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).contains("jvm_threads_current");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "identity", "br", "gzip;q=0", "x-other"})
    void doesNotCompressForOthers(String encoding) {
        assertThat(page.text("", List.of(encoding)).gzip()).isFalse();
    }
}
