/**
 * Collections that the JDK lacks.
 *
 * <p>Uses only the JDK. Not thread-safe.
 */
@NullMarked
package com.traffictacos.reservation.worker.platform.collection;

import org.jspecify.annotations.NullMarked;
