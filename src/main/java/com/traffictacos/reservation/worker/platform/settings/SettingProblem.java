package com.traffictacos.reservation.worker.platform.settings;

/**
 * One wrong setting.
 *
 * @param variable its name
 * @param got its value, in a form that is safe to log: without secrets and without the user information of URLs
 * @param accepts the accepted values
 */
public record SettingProblem(String variable, String got, String accepts) {

    /** The problem as one sentence, such as {@code MAX_RETRIES: got "x", accepts a whole number from 0 to 15}. */
    public String message() {
        return variable + ": got " + got + ", accepts " + accepts;
    }
}
