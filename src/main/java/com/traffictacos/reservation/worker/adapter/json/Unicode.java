package com.traffictacos.reservation.worker.adapter.json;

/**
 * The characters that texts may contain so that they can be sent on as JSON, as protobuf and as an SQS message.
 * Stateless.
 */
public final class Unicode {

    private Unicode() {}

    /** Whether the text has no unpaired surrogate. JSON escapes allow one, but UTF-8 cannot encode it. */
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

    /** Whether SQS accepts the character. SQS accepts the characters of XML 1.0. */
    public static boolean isXmlCharacter(int codePoint) {
        return codePoint == '\t'
                || codePoint == '\n'
                || codePoint == '\r'
                || (codePoint >= 0x20 && codePoint <= 0xD7FF)
                || (codePoint >= 0xE000 && codePoint <= 0xFFFD)
                || codePoint >= 0x10000;
    }
}
