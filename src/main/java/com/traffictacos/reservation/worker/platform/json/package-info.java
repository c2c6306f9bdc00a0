/**
 * Reads JSON objects with bounds on their depth and length.
 *
 * <p>Uses JSON-P. Stateless.
 */
@NullMarked
package com.traffictacos.reservation.worker.platform.json;

import org.jspecify.annotations.NullMarked;
