package com.traffictacos.reservation.worker.operations.deadletter.job;

import com.traffictacos.reservation.worker.event.failure.InvalidEvent;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A resend that was not made: nothing was sent, the dead letter stays as it is. The message is for operators. */
public final class ResendRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The decoder puts the field before the rule that it breaks. */
    private static final Pattern FIELD = Pattern.compile("([A-Za-z_-]{1,40}): .+");

    private final Why why;
    private final String reason;
    private final String field;

    /** Why it was not made. */
    public enum Why {
        /** The decoder refuses the new body. */
        INVALID_BODY,
        /** There is no such dead letter, as far as can be seen. */
        NOT_FOUND,
        /** The dead letter was there before: another operator was faster, or holds it. */
        GONE
    }

    private ResendRefusedException(Why why, String message, String reason, String field) {
        super(message);
        this.why = why;
        this.reason = reason;
        this.field = field;
    }

    static ResendRefusedException invalid(InvalidEvent event) {
        Matcher field = FIELD.matcher(event.detail());
        return new ResendRefusedException(
                Why.INVALID_BODY,
                event.reason().word() + ": " + event.detail(),
                event.reason().word(),
                field.matches() ? field.group(1) : "");
    }

    static ResendRefusedException notFound() {
        return new ResendRefusedException(
                Why.NOT_FOUND, "no such dead letter was seen; it may be gone, or held by somebody else", "", "");
    }

    static ResendRefusedException gone() {
        return new ResendRefusedException(
                Why.GONE, "nothing was sent: the dead letter is gone meanwhile, or held by somebody else", "", "");
    }

    public Why why() {
        return why;
    }

    /** The reason with which the worker would dead-letter the new body; empty unless the decoder refuses it. */
    public Optional<String> reason() {
        return Optional.of(reason).filter(word -> !word.isEmpty());
    }

    /** The field at fault, if it is a single one. */
    public Optional<String> field() {
        return Optional.of(field).filter(name -> !name.isEmpty());
    }
}
