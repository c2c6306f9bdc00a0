package com.traffictacos.reservation.worker.event;

/**
 * The producer's trace that an event belongs to.
 *
 * @param traceId 32 lower-case hex digits, not all zero
 * @param spanId 16 lower-case hex digits, not all zero
 * @param sampled whether the producer records the trace
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
public record TraceParent(String traceId, String spanId, boolean sampled) {

    /** @throws IllegalArgumentException if an id does not have this form */
    public TraceParent {
        if (!isId(traceId, 32) || !isId(spanId, 16)) {
            throw new IllegalArgumentException("not a trace id and a span id");
        }
    }

    /** Whether the text is a valid trace id. */
    public static boolean isTraceId(String text) {
        return isId(text, 32);
    }

    /** Whether the text is a valid span id. */
    public static boolean isSpanId(String text) {
        return isId(text, 16);
    }

    private static boolean isId(String text, int length) {
        if (text.length() != length) {
            return false;
        }
        boolean zero = true;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
            zero &= c == '0';
        }
        return !zero;
    }
}
