package com.traffictacos.reservation.worker.operations.deadletter;

import com.traffictacos.reservation.worker.platform.digest.Digests;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The body of a message, which is never logged: its text form is its length and its digest.
 *
 * @param text as it is in the queue
 */
public record MessageBody(String text) {

    /** The length in UTF-8. */
    public int bytes() {
        return utf8().length;
    }

    /** The digest of the body in UTF-8, in hexadecimal. Tells which text it was to whoever has the text. */
    public String sha256() {
        return HexFormat.of().formatHex(Digests.sha256(utf8()));
    }

    private byte[] utf8() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return bytes() + " bytes (sha256 " + sha256() + ")";
    }
}
