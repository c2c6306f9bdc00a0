package com.traffictacos.reservation.worker.platform.settings;

import java.util.regex.Pattern;

/** Makes the value of a setting safe to log: quoted, shortened, without credentials. */
final class RedactedText {

    private static final int MAX_LENGTH = 120;
    private static final Pattern USER_INFO = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*://)?.*@", Pattern.DOTALL);
    private static final Pattern QUERY = Pattern.compile("\\?.*", Pattern.DOTALL);
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private RedactedText() {}

    /**
     * Returns the text in quotes. Everything up to the last {@code @} may be a password, well-formed or not, and a
     * query may contain a key: both are replaced by asterisks for every kind of setting.
     */
    static String of(String text) {
        String shown = USER_INFO.matcher(text).replaceFirst("$1***@");
        shown = QUERY.matcher(shown).replaceFirst("?***");
        shown = CONTROL.matcher(shown).replaceAll(" ");
        if (shown.length() > MAX_LENGTH) {
            shown = shown.substring(0, MAX_LENGTH) + "...";
        }
        return '"' + shown + '"';
    }
}
