package com.traffictacos.reservation.worker.platform.settings;

/**
 * One wrong setting.
 *
 * @param variable its name
 * @param got what it holds, in words that are safe to log: secrets and the user information of URLs are left out
 * @param accepts what it may hold
 */
public record SettingProblem(String variable, String got, String accepts) {

    /** The problem as one sentence, such as {@code MAX_RETRIES: got "x", accepts a whole number from 0 to 15}. */
    public String message() {
        return variable + ": got " + got + ", accepts " + accepts;
    }
}
