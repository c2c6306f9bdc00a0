package com.traffictacos.reservation.worker.event;

/** The rule for both kinds of identifier: a value is safe in a URL path, in a log line and in a metadata header. */
final class Identifiers {

    static final int MAX_LENGTH = 128;

    private Identifiers() {}

    static void check(String value) {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("must have 1 to " + MAX_LENGTH + " characters, has " + value.length());
        }
        boolean dotsAlone = true;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!isAllowed(c)) {
                throw new IllegalArgumentException("may hold A-Z a-z 0-9 . _ : - only, see position " + i);
            }
            dotsAlone &= c == '.';
        }
        // "." and ".." are path segments that an HTTP client resolves away.
        if (dotsAlone) {
            throw new IllegalArgumentException("must not be dots alone");
        }
    }

    private static boolean isAllowed(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == ':'
                || c == '-';
    }
}
