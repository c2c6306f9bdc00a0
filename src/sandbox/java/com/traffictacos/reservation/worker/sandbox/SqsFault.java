package com.traffictacos.reservation.worker.sandbox;

/** What {@link SqsGateway} does to a request instead of forwarding it as it is. */
public sealed interface SqsFault {

    /**
     * The request is answered with an error and never reaches the queue.
     *
     * @param status HTTP status
     * @param code the error code that the AWS SDK reads from it
     */
    record Refusal(int status, String code, String message) implements SqsFault {

        /** The caller lacks a permission. */
        public static Refusal accessDenied() {
            return new Refusal(400, "AccessDenied", "Access to the resource is denied.");
        }

        /** Too many requests; the AWS SDK retries it by itself, more slowly each time. */
        public static Refusal throttling() {
            return new Refusal(400, "ThrottlingException", "Rate exceeded");
        }

        /** The queue service is unwell; the AWS SDK retries it by itself. */
        public static Refusal serviceUnavailable() {
            return new Refusal(503, "ServiceUnavailable", "The service is unavailable, please try again.");
        }

        /** The receipt handle's message is not in flight any more. */
        public static Refusal messageNotInflight() {
            return new Refusal(400, "MessageNotInflight", "The specified message isn't in flight.");
        }
    }

    /**
     * Some entries of a batch are refused, the others carried out.
     *
     * @param share of the entries, 0 to 1
     * @param onceForEach whether an entry that was refused before is left alone
     * @param code the error code of a refused entry
     */
    record EntryFailures(double share, boolean onceForEach, String code) implements SqsFault {

        public EntryFailures {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("share must be 0 to 1, is " + share);
            }
        }

        /** As SQS says it: whether another try with the same receipt handle is of no use. */
        boolean isSendersFault() {
            return code.equals("MessageNotInflight") || code.equals("ReceiptHandleIsInvalid");
        }
    }

    /** The request is taken and never answered. */
    record BlackHole() implements SqsFault {}

    /** The connection is reset. */
    record Reset() implements SqsFault {}

    /** The request is carried out, and the connection is reset before its answer. */
    record LostAnswer() implements SqsFault {}
}
