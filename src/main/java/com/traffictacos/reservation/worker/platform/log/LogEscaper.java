package com.traffictacos.reservation.worker.platform.log;

import java.util.Locale;

/**
 * Escapes characters that JSON allows in a string but a log line must not contain: further control characters,
 * separators that some readers treat as line ends, bidirectional formatting characters, and unpaired surrogates. The
 * author of an event must not be able to forge a line, or to send commands to the terminal that displays it. Stateless.
 *
 * @see <a href="https://owasp.org/www-community/attacks/Log_Injection">Log injection</a>
 */
final class LogEscaper {

    private LogEscaper() {}

    /** @param json one JSON text without a line end; such characters occur only in its strings */
    static String escaped(String json) {
        for (int i = 0; i < json.length(); i++) {
            if (isUnwanted(json, i)) {
                return escapedFrom(json, i);
            }
        }
        return json;
    }

    private static String escapedFrom(String json, int first) {
        StringBuilder text = new StringBuilder(json.length() + 16).append(json, 0, first);
        for (int i = first; i < json.length(); i++) {
            char c = json.charAt(i);
            if (isUnwanted(json, i)) {
                text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static boolean isUnwanted(String json, int position) {
        char c = json.charAt(position);
        if (c < 0x7f) {
            return false;
        }
        return c <= 0x9f
                || (c >= 0x200e && c <= 0x200f)
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0xfeff
                || isLoneSurrogate(json, position);
    }

    private static boolean isLoneSurrogate(String json, int position) {
        char c = json.charAt(position);
        if (Character.isHighSurrogate(c)) {
            return position + 1 == json.length() || !Character.isLowSurrogate(json.charAt(position + 1));
        }
        return Character.isLowSurrogate(c) && (position == 0 || !Character.isHighSurrogate(json.charAt(position - 1)));
    }
}
