/**
 * Reading JSON that others wrote, within bounds.
 *
 * <p>Imports the JDK and JSON-P alone. Stateless; safe for use by any number of threads.
 */
@NullMarked
package com.traffictacos.reservation.worker.json;

import org.jspecify.annotations.NullMarked;
