/**
 * Operators' tokens: name, role and hash, and the file that holds them (contract section 5). A token itself is never kept.
 *
 * <p>All records are immutable.
 */
@NullMarked
package com.traffictacos.reservation.worker.platform.settings.token;

import org.jspecify.annotations.NullMarked;
