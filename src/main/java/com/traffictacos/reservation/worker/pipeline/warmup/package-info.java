/**
 * Warm-up before the first receive: one event through every layer, against servers inside this process.
 *
 * <p>Uses {@code delivery} and {@code process}. Runs on the executor for SQS requests while the application starts.
 */
@NullMarked
package com.traffictacos.reservation.worker.pipeline.warmup;

import org.jspecify.annotations.NullMarked;
