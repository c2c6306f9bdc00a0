/**
 * What the platform asks: started, alive, ready (MicroProfile Health), and the plain {@code /ready} of older manifests.
 *
 * <p>Imports {@code worker}, {@code event} and {@code config}. Called by the server's HTTP threads; reads state, changes none.
 */
@NullMarked
package com.traffictacos.reservation.worker.health;

import org.jspecify.annotations.NullMarked;
