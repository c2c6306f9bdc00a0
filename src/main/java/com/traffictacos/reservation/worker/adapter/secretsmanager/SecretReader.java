package com.traffictacos.reservation.worker.adapter.secretsmanager;

import com.traffictacos.reservation.worker.platform.settings.SecretSettings;

/** Where secrets are kept. */
@FunctionalInterface
interface SecretReader {

    /**
     * Reads the current version of a secret, within a bounded time.
     *
     * @throws SecretUnreadableException if there is no text to be had
     */
    String read(SecretSettings settings);
}
