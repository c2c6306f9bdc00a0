package com.traffictacos.reservation.worker.platform.settings.token;

/** What the holder of a token may do. */
public enum OperatorRole {
    /** Sees everything and changes nothing. */
    READ("read"),
    /** Everything. */
    WRITE("write");

    private final String word;

    OperatorRole(String word) {
        this.word = word;
    }

    /** The word in the tokens file, in the log and in messages to callers. */
    public String word() {
        return word;
    }

    /** Whether this role is allowed what the other one is needed for. */
    public boolean includes(OperatorRole needed) {
        return this == WRITE || needed == READ;
    }
}
