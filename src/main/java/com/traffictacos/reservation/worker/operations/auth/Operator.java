package com.traffictacos.reservation.worker.operations.auth;

/**
 * Somebody who has shown the admin token.
 *
 * @param name the part of the token before its first colon, if that is a name; safe to log
 */
public record Operator(String name) {

    /** Whoever has a token without a name in it. */
    public static final String NAMELESS = "operator";
}
