package com.traffictacos.reservation.worker.adapter.json;

/** What texts must be made of to travel on: as JSON, as protobuf, as an SQS message. Stateless. */
public final class Unicode {

    private Unicode() {}

    /** Whether no half of a surrogate pair stands alone. JSON escapes allow it, UTF-8 has no form for it. */
    static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    /** Whether SQS takes the character: those that XML 1.0 takes. */
    public static boolean isXmlCharacter(int codePoint) {
        return codePoint == '\t'
                || codePoint == '\n'
                || codePoint == '\r'
                || (codePoint >= 0x20 && codePoint <= 0xD7FF)
                || (codePoint >= 0xE000 && codePoint <= 0xFFFD)
                || codePoint >= 0x10000;
    }
}
