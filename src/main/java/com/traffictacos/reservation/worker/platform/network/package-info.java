/**
 * Proxies and name resolution, the same for every HTTP client. Safe for use by any number of threads.
 */
@NullMarked
package com.traffictacos.reservation.worker.platform.network;

import org.jspecify.annotations.NullMarked;
