/** Proxies and name resolution, the same for every HTTP client. Thread-safe. */
@NullMarked
package com.traffictacos.reservation.worker.platform.network;

import org.jspecify.annotations.NullMarked;
