package com.traffictacos.reservation.worker.platform.settings;

import java.util.List;
import java.util.stream.Collectors;

/** The worker cannot start with these settings. Contains every problem that was found, and no secret. */
public final class InvalidSettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // A list of records of strings; the exception is never written to a stream.
    private final List<SettingProblem> problems;

    /** @param problems at least one */
    public InvalidSettingsException(List<SettingProblem> problems) {
        super(summary(problems));
        this.problems = List.copyOf(problems);
    }

    /** Every problem, in the order of the catalogue. */
    public List<SettingProblem> problems() {
        return problems;
    }

    private static String summary(List<SettingProblem> problems) {
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("Settings without a problem are not invalid.");
        }
        String variables =
                problems.stream().map(SettingProblem::variable).distinct().collect(Collectors.joining(", "));
        return "The worker does not start, no message was taken. Settings to correct: " + variables;
    }
}
