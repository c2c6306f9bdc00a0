/**
 * Stage 4, settle: carries dispositions out in batches. The only package that deletes messages, changes their
 * visibility after processing, or sends them to the dead-letter queue.
 *
 * <p>Uses {@code permit}, {@code inflight} and {@code delivery}. Requests run on the executor for SQS requests, timers on the
 * scheduled one.
 */
@NullMarked
package com.traffictacos.reservation.worker.pipeline.settle;

import org.jspecify.annotations.NullMarked;
