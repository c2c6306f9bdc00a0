package com.traffictacos.reservation.worker.secret;

import com.traffictacos.reservation.worker.config.SecretSettings;

/** Where secrets are kept. */
@FunctionalInterface
interface SecretReader {

    /**
     * Reads the current version of a secret, within a bounded time.
     *
     * @throws SecretUnreadable if there is no text to be had
     */
    String read(SecretSettings settings);
}
