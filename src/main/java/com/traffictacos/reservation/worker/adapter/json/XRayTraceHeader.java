package com.traffictacos.reservation.worker.adapter.json;

import com.traffictacos.reservation.worker.event.TraceParent;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The system attribute {@code AWSTraceHeader}: {@code
 * Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1}, with its parts in any order. The two
 * numbers of the root, concatenated, are the trace id. Stateless.
 *
 * @see <a href="https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader">X-Ray
 *     tracing header</a>
 */
final class XRayTraceHeader {

    private static final Pattern ROOT = Pattern.compile("1-([0-9a-f]{8})-([0-9a-f]{24})");

    private XRayTraceHeader() {}

    /** Without a valid parent the span id is generated. Without a sampling decision the trace is recorded. */
    static Optional<TraceParent> parse(String header) {
        String traceId = "";
        String spanId = "";
        boolean sampled = true;
        for (String part : header.toLowerCase(Locale.ROOT).split(";", -1)) {
            int equals = part.indexOf('=');
            String value = part.substring(equals + 1).strip();
            switch (equals < 0 ? "" : part.substring(0, equals).strip()) {
                case "root" -> traceId = traceId(value);
                case "parent" -> spanId = value;
                case "sampled" -> sampled = !value.equals("0");
                default -> {}
            }
        }
        if (!TraceParent.isTraceId(traceId)) {
            return Optional.empty();
        }
        return Optional.of(new TraceParent(
                traceId, TraceParent.isSpanId(spanId) ? spanId : TraceContextExtractor.madeUpSpanId(), sampled));
    }

    private static String traceId(String root) {
        Matcher parts = ROOT.matcher(root);
        return parts.matches() ? parts.group(1) + parts.group(2) : "";
    }
}
