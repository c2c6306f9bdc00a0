package com.traffictacos.reservation.worker.adapter.secretsmanager;

import com.traffictacos.reservation.worker.platform.settings.SecretSettings;

/** Reads secrets from a secret store. */
@FunctionalInterface
interface SecretReader {

    /**
     * Reads the current version of a secret, within a limited time.
     *
     * @throws SecretUnreadableException if the secret has no text or cannot be read
     */
    String read(SecretSettings settings);
}
