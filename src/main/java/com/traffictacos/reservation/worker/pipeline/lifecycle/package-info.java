/**
 * Start and stop of the worker: the check of the settings, the start of the pollers, the drain. {@link
 * com.traffictacos.reservation.worker.pipeline.lifecycle.WorkerLifecycle} defines the order of both.
 *
 * <p>Uses every other package of the pipeline. Runs on the threads that start and stop the application.
 */
@NullMarked
package com.traffictacos.reservation.worker.pipeline.lifecycle;

import org.jspecify.annotations.NullMarked;
