/**
 * MicroProfile Health probes (started, live, ready) and the plain {@code /ready} of older manifests.
 *
 * <p>Called by the server's HTTP threads; read-only.
 */
@NullMarked
package com.traffictacos.reservation.worker.operations.health;

import org.jspecify.annotations.NullMarked;
