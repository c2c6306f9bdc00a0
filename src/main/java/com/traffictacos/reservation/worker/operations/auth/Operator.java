package com.traffictacos.reservation.worker.operations.auth;

import com.traffictacos.reservation.worker.platform.settings.token.OperatorRole;

/**
 * A caller who has presented a token.
 *
 * @param name of the token; safe to log
 * @param role what the token allows
 * @param address that the call came from; behind a proxy or a port-forward the one of that
 */
public record Operator(String name, OperatorRole role, String address) {}
