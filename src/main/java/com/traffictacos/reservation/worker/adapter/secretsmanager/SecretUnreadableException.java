package com.traffictacos.reservation.worker.adapter.secretsmanager;

import com.traffictacos.reservation.worker.platform.settings.SettingProblem;
import org.jspecify.annotations.Nullable;

/** The secret could not be read, or is not what it should be. Holds nothing of what is in it. */
final class SecretUnreadableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // A record of strings; the exception is never written to a stream.
    private final SettingProblem problem;

    SecretUnreadableException(SettingProblem problem, @Nullable Throwable cause) {
        super(problem.message(), cause);
        this.problem = problem;
    }

    /** What to tell whoever has to correct it. */
    SettingProblem problem() {
        return problem;
    }
}
