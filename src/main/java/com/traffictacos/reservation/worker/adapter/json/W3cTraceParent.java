package com.traffictacos.reservation.worker.adapter.json;

import com.traffictacos.reservation.worker.event.TraceParent;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header {@code traceparent}. Stateless.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C Trace Context</a>
 */
final class W3cTraceParent {

    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
    private static final int SAMPLED = 0x01;

    private W3cTraceParent() {}

    /** Version ff is invalid. Version 00 ends after the flags. Later versions may continue after a dash. */
    static Optional<TraceParent> parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()
                || parts.group(1).equals("ff")
                || (parts.group(1).equals("00") && parts.group(5) != null)
                || !TraceParent.isTraceId(parts.group(2))
                || !TraceParent.isSpanId(parts.group(3))) {
            return Optional.empty();
        }
        boolean sampled = (Integer.parseInt(parts.group(4), 16) & SAMPLED) != 0;
        return Optional.of(new TraceParent(parts.group(2), parts.group(3), sampled));
    }
}
