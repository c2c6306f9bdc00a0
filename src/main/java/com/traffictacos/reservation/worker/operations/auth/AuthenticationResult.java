package com.traffictacos.reservation.worker.operations.auth;

import java.time.Duration;

/** Whether a caller may read and change business data. */
public sealed interface AuthenticationResult {

    record Granted(Operator operator) implements AuthenticationResult {}

    record Refused(Refusal why) implements AuthenticationResult {}

    /** Why a caller is rejected. The texts are sent to the caller and reveal nothing about the token. */
    enum Refusal {
        NOT_CONFIGURED("operators' calls are off: set ADMIN_TOKEN or ADMIN_TOKENS_FILE to allow them"),
        NO_TOKEN("the header \"authorization: Bearer <token>\" is missing, doubled or not of this form"),
        WRONG_TOKEN("the token is none of those that are set"),
        /** The token is wrong, and many were before it. The answer is to come late, without holding a thread. */
        TOO_MANY_TRIES("the token is none of those that are set, and too many wrong ones came from this address");

        /** How long the answer to a guess is held back. */
        public static final Duration SLOWED_BY = Duration.ofSeconds(1);

        private final String text;

        Refusal(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}
