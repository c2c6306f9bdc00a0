/**
 * Start and stop of the worker: the check of the settings, the start of the pollers, the drain. The order of both is
 * written down in {@link com.traffictacos.reservation.worker.pipeline.lifecycle.WorkerLifecycle}.
 *
 * <p>Uses every other package of the pipeline. Runs on the threads that start and stop the application.
 */
@NullMarked
package com.traffictacos.reservation.worker.pipeline.lifecycle;

import org.jspecify.annotations.NullMarked;
