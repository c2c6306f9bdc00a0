package com.traffictacos.reservation.worker.sandbox;

import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/**
 * Whoever operates a sandbox's worker.
 *
 * @param token good for one run and for this machine
 */
record SandboxOperator(String token) {

    static SandboxOperator withNewToken() {
        byte[] random = new byte[12];
        new SecureRandom().nextBytes(random);
        return new SandboxOperator("sandbox:" + HexFormat.of().formatHex(random));
    }

    Map<String, String> settings() {
        return Map.of("ADMIN_TOKEN", token, "CONSOLE_ENABLED", "true");
    }

    /** How to speak to the worker as its operator. */
    String howTo(URI http, int grpcPort) {
        return """
                operate it with the token %1$s
                  the page: %2$s/console
                  curl -H 'Authorization: Bearer %1$s' %2$s/admin/status
                  grpcui -plaintext -rpc-header 'authorization: Bearer %1$s' 127.0.0.1:%3$d
                """.formatted(token, http, grpcPort);
    }
}
