package com.traffictacos.reservation.worker.bench;

/** A run that did not come to its end. */
final class RunFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    /** @param reason the first line says what happened; more may follow, such as the program's last lines */
    RunFailedException(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
