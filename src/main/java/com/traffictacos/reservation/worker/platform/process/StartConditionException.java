package com.traffictacos.reservation.worker.platform.process;

import org.jspecify.annotations.Nullable;

/** A {@link StartCondition} is not met. The message describes the finding. */
public final class StartConditionException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    /**
     * @param finding the problem, in one sentence
     * @param remedy what an operator can do about it
     */
    public StartConditionException(String finding, String remedy, @Nullable Throwable cause) {
        super(finding, cause);
        this.remedy = remedy;
    }

    /** What an operator can do about it. */
    public String remedy() {
        return remedy;
    }
}
