/**
 * The managed executors of {@code server.xml}, by purpose.
 *
 * <p>The worker's tasks run on them; the few exceptions are listed in docs/architecture.md.
 */
@NullMarked
package com.traffictacos.reservation.worker.platform.concurrent;

import org.jspecify.annotations.NullMarked;
