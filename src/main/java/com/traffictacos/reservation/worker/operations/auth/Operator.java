package com.traffictacos.reservation.worker.operations.auth;

/**
 * A caller who has presented the admin token.
 *
 * @param name the part of the token before its first colon, if that is a valid name; safe to log
 */
public record Operator(String name) {

    /** The name of the operator if the token contains none. */
    public static final String NAMELESS = "operator";
}
