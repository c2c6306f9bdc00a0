/**
 * What every client of the worker shares on its way to the network: the rule for proxies, and name look-ups that end in time.
 *
 * <p>Knows no other package of the worker: it is used before the settings are read.
 */
@NullMarked
package com.traffictacos.reservation.worker.network;

import org.jspecify.annotations.NullMarked;
