/**
 * Decodes message bodies of contract section 1 into events, and extracts their trace context.
 *
 * <p>Uses {@code event}, {@code pipeline.delivery} and JSON-P. Stateless and thread-safe.
 */
@NullMarked
package com.traffictacos.reservation.worker.platform.json;

import org.jspecify.annotations.NullMarked;
