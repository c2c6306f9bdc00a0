package com.traffictacos.reservation.worker.adapter.secretsmanager;

import com.traffictacos.reservation.worker.platform.settings.SettingProblem;
import org.jspecify.annotations.Nullable;

/** The secret cannot be read, or has the wrong form. Contains nothing of the secret's content. */
final class SecretUnreadableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // A record of strings; the exception is never written to a stream.
    private final SettingProblem problem;

    SecretUnreadableException(SettingProblem problem, @Nullable Throwable cause) {
        super(problem.message(), cause);
        this.problem = problem;
    }

    /** The problem to show to the person who corrects it. */
    SettingProblem problem() {
        return problem;
    }
}
