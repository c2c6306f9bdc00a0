/**
 * Addresses in settings: host and port, URLs, and the parts of a queue URL. All records are immutable.
 */
@NullMarked
package com.traffictacos.reservation.worker.platform.address;

import org.jspecify.annotations.NullMarked;
