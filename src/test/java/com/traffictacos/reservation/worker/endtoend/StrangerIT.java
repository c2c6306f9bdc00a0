package com.traffictacos.reservation.worker.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the worker shows to somebody who reaches its HTTP port and does not know what to ask for. */
class StrangerIT {

    private static WorkerFixture fixture;

    @BeforeAll
    static void start() {
        fixture = WorkerFixture.open("stranger", SandboxWorld.start(), Map.of("CONSOLE_ENABLED", "true"));
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nothing, 404",
        "GET, /, 404",
        "GET, /error, 404",
        "GET, /WEB-INF/web.xml, 404",
        "GET, /health/nothing, 404",
        "GET, /console/nothing, 404",
        "POST, /metrics, 405",
        "POST, /ready, 405",
        "BREW, /nothing, 404",
        "GET, nothing, 400",
    })
    void namesNoProductInErrors(String method, String target, int status) {
        RawHttp.Answer answer = RawHttp.send(http(), "127.0.0.1", method, target, List.of(), "");

        assertThat(answer.status()).isEqualTo(status);
        assertSafe(answer);
    }

    /** The server refuses these before an application sees them; its text has a message code and cannot be set. */
    @ParameterizedTest
    @ValueSource(strings = {"/%00", "/%zz", "/../../etc/passwd"})
    void refusesPathsThatMeanNothing(String target) {
        RawHttp.Answer answer = RawHttp.send(http(), "127.0.0.1", "GET", target, List.of(), "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).doesNotContainPattern("(?i)liberty|websphere|java\\.|Exception");
        assertHeaders(answer);
    }

    @Test
    void namesNoProductInAnswersToMalformedRequests() {
        for (String header : List.of("x".repeat(20_000) + ": x", "no colon", " : x", "Transfer-Encoding: nothing")) {
            RawHttp.Answer answer = RawHttp.send(http(), "127.0.0.1", "GET", "/nothing", List.of(header), "");

            assertThat(answer.status()).as(header).isBetween(400, 501);
            assertSafe(answer);
        }
    }

    @Test
    void logsNoPath() {
        String path = "x".repeat(12_000);
        for (int i = 0; i < 20; i++) {
            RawHttp.send(http(), "127.0.0.1", "GET", "/" + path, List.of(), "");
            RawHttp.send(http(), "127.0.0.1", "GET", "/health/" + path, List.of(), "");
            RawHttp.send(http(), "127.0.0.1", "GET", "/" + path + path, List.of(), "");
        }

        // The server records the first exception of each kind once.
        assertThat(fixture.worker().logLines().stream().filter(line -> line.contains("xxxxxxxxxx")))
                .hasSizeLessThanOrEqualTo(1)
                .allMatch(line -> line.contains("FFDC"));
    }

    @Test
    void offersMetricsAsOpenMetricsAndCompressed() throws IOException, InterruptedException {
        HttpResponse<byte[]> answer;
        try (HttpClient client = HttpClient.newHttpClient()) {
            answer = client.send(
                    HttpRequest.newBuilder(http().resolve("/metrics"))
                            .header("Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5")
                            .header("Accept-Encoding", "gzip")
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        }

        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/openmetrics-text"));
        assertThat(answer.headers().allValues("Content-Encoding")).containsExactly("gzip");
        assertThat(answer.body()).hasSizeLessThan(30_000);
        try (GZIPInputStream body = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("worker_events_total", "worker_log_lines_suppressed_total")
                    .endsWith("# EOF\n");
        }
    }

    @Test
    void hasSecurityHeadersOnHealthAndMetrics() {
        for (String path : List.of("/health", "/health/live", "/ready", "/metrics")) {
            assertSafe(RawHttp.send(http(), "127.0.0.1", "GET", path, List.of(), ""));
        }
    }

    private static void assertSafe(RawHttp.Answer answer) {
        assertThat(answer.body()).doesNotContainPattern("(?i)SRVE|CWW|liberty|websphere|ibm|java\\.lang|Exception");
        assertHeaders(answer);
    }

    private static void assertHeaders(RawHttp.Answer answer) {
        assertThat(answer.headers())
                .noneMatch(header -> header.startsWith("server:") || header.startsWith("x-powered-by:"))
                .contains(
                        "x-content-type-options: nosniff",
                        "x-frame-options: deny",
                        "content-security-policy: default-src 'none'; frame-ancestors 'none'",
                        "referrer-policy: no-referrer",
                        "cache-control: no-store");
    }

    private static URI http() {
        return fixture.worker().http();
    }
}
