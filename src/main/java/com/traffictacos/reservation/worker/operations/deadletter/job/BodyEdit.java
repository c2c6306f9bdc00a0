package com.traffictacos.reservation.worker.operations.deadletter.job;

import com.traffictacos.reservation.worker.operations.deadletter.DeadLetter;
import com.traffictacos.reservation.worker.operations.deadletter.MessageBody;
import com.traffictacos.reservation.worker.platform.log.JsonLog;

/**
 * What a resend changes. Both bodies are described by their length and digest, and never logged.
 *
 * @param deadLetter what identifies the dead letter
 * @param before the body that it has
 * @param after the body that is sent in its place
 */
record BodyEdit(DeadLetter.Head deadLetter, MessageBody before, MessageBody after) {

    static BodyEdit of(DeadLetter deadLetter, MessageBody after) {
        return new BodyEdit(
                deadLetter.head(), new MessageBody(deadLetter.message().body()), after);
    }

    /** In words for people. */
    String words() {
        return "body of " + before + " replaced by " + after;
    }

    /** Adds which dead letter, which body and which new body to a line of the log. */
    void describe(JsonLog.Fields line) {
        line.with("message_id", deadLetter.id())
                .with("original_message_id", deadLetter.originalMessageId())
                .with("reservation_id", deadLetter.reservationId())
                .with("reason", deadLetter.reason())
                .with("original_bytes", before.bytes())
                .with("original_sha256", before.sha256())
                .with("new_bytes", after.bytes())
                .with("new_sha256", after.sha256());
    }
}
