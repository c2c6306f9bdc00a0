package com.traffictacos.reservation.worker.platform.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTemplateTest {

    private static final Set<String> KNOWN = Set.of("trace_id", "from");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://jaeger.example/trace/{trace_id}",
                "http://127.0.0.1:3000/explore?left=%7B%22query%22:%22{trace_id}%22%7D&from={from}",
                "HTTPS://logs.example#/q={trace_id}/{trace_id}",
                "http://[::1]:3000/{trace_id}",
                "https://logs.example?id={trace_id}",
            })
    void takesUrlsWithKnownPlaceholders(String text) {
        assertThat(LinkTemplate.parse(text, KNOWN)).map(LinkTemplate::text).contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jaeger/trace/{trace_id}",
                "/trace/{trace_id}",
                "ftp://jaeger.example/{trace_id}",
                "javascript:alert('{trace_id}')",
                "https:///{trace_id}",
                "https://{trace_id}.example/",
                "https://jaeger.example{trace_id}/",
                "https://{trace_id}/",
                "https://user:password@jaeger.example/{trace_id}",
                "https://jaeger.example:0/{trace_id}",
                "https://jaeger.example:70000/{trace_id}",
                "https://jaeger.example/{traceId}",
                "https://jaeger.example/{span_id}/{trace_id}",
                "https://jaeger.example/{trace_id",
                "https://jaeger.example/{trace_id}}",
                "https://jaeger.example/{}{trace_id}",
                "https://jaeger.example/a b/{trace_id}",
                "https://jaeger.example/",
            })
    void refusesWhatLeadsNowhere(String text) {
        assertThat(LinkTemplate.parse(text, KNOWN)).isEmpty();
    }

    @Test
    void refusesLongTexts() {
        assertThat(LinkTemplate.parse("https://jaeger.example/{trace_id}/" + "x".repeat(2_048), KNOWN))
                .isEmpty();
    }

    @Test
    void encodesValues() {
        LinkTemplate template = LinkTemplate.parse("https://logs.example/{trace_id}?from={from}#{trace_id}", KNOWN)
                .orElseThrow();

        assertThat(template.expand(Map.of("trace_id", "a/../b?c#d&e=$1 +é", "from", "2025-01-23T10:00:00.000Z")))
                .isEqualTo("https://logs.example/a%2F..%2Fb%3Fc%23d%26e%3D%241%20%2B%C3%A9"
                        + "?from=2025-01-23T10%3A00%3A00.000Z#a%2F..%2Fb%3Fc%23d%26e%3D%241%20%2B%C3%A9");
        assertThat(template.uses("from")).isTrue();
        assertThat(template.uses("to")).isFalse();
    }

    @Test
    void doesNotLeaveAPlaceholderOpen() {
        LinkTemplate template =
                LinkTemplate.parse("https://logs.example/{trace_id}", KNOWN).orElseThrow();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> template.expand(Map.of("from", "now")))
                .withMessage("no value for {trace_id}");
    }
}
