/**
 * The process: its pod, its termination signal, and what must hold before it takes messages.
 *
 * <p>Uses {@code platform.concurrent}. Listeners of the signal run on a thread of the JVM's shutdown.
 */
@NullMarked
package com.traffictacos.reservation.worker.platform.process;

import org.jspecify.annotations.NullMarked;
