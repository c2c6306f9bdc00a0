package com.traffictacos.reservation.worker.adapter.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.traffictacos.reservation.worker.event.TraceParent;
import com.traffictacos.reservation.worker.fixture.EventMessages;
import com.traffictacos.reservation.worker.pipeline.delivery.MessageAttribute;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextExtractorTest {

    private static final String A = "a".repeat(32);
    private static final String B = "b".repeat(32);
    private static final String C = "c".repeat(32);
    private static final String SPAN = "00f067aa0ba902b7";
    private static final String X_RAY = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
    private static final String X_RAY_ID = "5759e988bd862e3fe1be46a994272793";

    private final ReceivedMessage bare = EventMessages.withBody("{}");

    @Test
    void prefersTheAttributeTraceparent() {
        ReceivedMessage message = everywhere("00-" + A + "-" + SPAN + "-01");

        assertThat(TraceContextExtractor.of(message, Optional.of("00-" + B + "-" + SPAN + "-01")))
                .contains(new TraceParent(A, SPAN, true));
    }

    @Test
    void takesTheEnvelopeInTraceparentFormNext() {
        assertThat(TraceContextExtractor.of(everywhere("nonsense"), Optional.of("00-" + B + "-" + SPAN + "-00")))
                .contains(new TraceParent(B, SPAN, false));
    }

    @Test
    void takesTheAttributeTraceIdNext() {
        assertThat(TraceContextExtractor.of(everywhere("nonsense"), Optional.of(B)))
                .hasValueSatisfying(trace -> assertThat(trace.traceId()).isEqualTo(C));
    }

    @Test
    void takesTheEnvelopeAsTraceIdNext() {
        ReceivedMessage message = EventMessages.withAwsTraceHeader(bare, X_RAY);

        assertThat(TraceContextExtractor.of(message, Optional.of(B))).hasValueSatisfying(trace -> {
            assertThat(trace.traceId()).isEqualTo(B);
            assertThat(trace.sampled()).isTrue();
        });
    }

    @Test
    void takesTheAwsTraceHeaderLast() {
        ReceivedMessage message = EventMessages.withAwsTraceHeader(bare, X_RAY);

        assertThat(TraceContextExtractor.of(message, Optional.of("nonsense")))
                .contains(new TraceParent(X_RAY_ID, "53995c3f42cd8ad8", true));
    }

    @Test
    void findsNoneWhereNothingIsValid() {
        ReceivedMessage message = EventMessages.withAwsTraceHeader(
                EventMessages.withAttribute(
                        EventMessages.withAttribute(bare, "traceparent", "00-x"), "TraceId", "0".repeat(32)),
                "Root=1-2-3");

        assertThat(TraceContextExtractor.of(message, Optional.of(""))).isEmpty();
    }

    @Test
    void passesOverAttributesOfBytes() {
        byte[] bytes = ("00-" + A + "-" + SPAN + "-01").getBytes(StandardCharsets.US_ASCII);
        ReceivedMessage message =
                EventMessages.withAttribute(bare, "traceparent", new MessageAttribute.Bytes("Binary", bytes));

        assertThat(TraceContextExtractor.of(message, Optional.empty())).isEmpty();
    }

    @Test
    void lowersTraceIdsAndMakesUpASpanForEach() {
        Optional<TraceParent> first = TraceContextExtractor.fromTraceId("ABCDEF00".repeat(4));
        Optional<TraceParent> second = TraceContextExtractor.fromTraceId("abcdef00".repeat(4));

        assertThat(first.orElseThrow().traceId()).isEqualTo("abcdef00".repeat(4));
        assertThat(first.orElseThrow().spanId())
                .isNotEqualTo(second.orElseThrow().spanId());
    }

    @ParameterizedTest
    @CsvSource({
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01, true",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00, false",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-03, true",
        "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01, true",
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-the-future-holds, true",
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-02-, false",
    })
    void readsTraceparent(String header, boolean sampled) {
        assertThat(TraceContextExtractor.fromTraceParent(header))
                .contains(new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", sampled));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01more",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                " 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "0-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0g",
            })
    void passesOverABadTraceparent(String header) {
        assertThat(TraceContextExtractor.fromTraceParent(header)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Sampled=0;Parent=53995c3f42cd8ad8;Root=1-5759e988-bd862e3fe1be46a994272793, false",
        "Root=1-5759E988-BD862E3FE1BE46A994272793;Parent=53995C3F42CD8AD8;Sampled=1, true",
        "Root=1-5759e988-bd862e3fe1be46a994272793; Parent=53995c3f42cd8ad8; Sampled=?, true",
        "Self=1-1-1;Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Lineage=a:1|b:2, true",
    })
    void readsTheXRayHeader(String header, boolean sampled) {
        assertThat(XRayTraceHeader.parse(header)).contains(new TraceParent(X_RAY_ID, "53995c3f42cd8ad8", sampled));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Root=1-5759e988-bd862e3fe1be46a994272793", "Parent=x;Root=1-5759e988-bd862e3fe1be46a994272793"})
    void makesUpTheSpanOfAnXRayHeaderWithoutParent(String header) {
        assertThat(XRayTraceHeader.parse(header))
                .hasValueSatisfying(trace -> assertThat(trace.traceId()).isEqualTo(X_RAY_ID));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Root", "Root=", "Root=2-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8"})
    void passesOverABadXRayHeader(String header) {
        assertThat(XRayTraceHeader.parse(header)).isEmpty();
    }

    /** A message with a different trace in each of the places. */
    private ReceivedMessage everywhere(String traceparent) {
        return EventMessages.withAwsTraceHeader(
                EventMessages.withAttribute(
                        EventMessages.withAttribute(bare, "traceparent", traceparent), "TraceId", C),
                X_RAY);
    }
}
