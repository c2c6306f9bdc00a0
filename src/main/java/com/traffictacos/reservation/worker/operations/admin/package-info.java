/**
 * What the operators' interfaces share: the state of the worker, queue depths, pause and resume.
 *
 * <p>Thread-safe.
 */
@NullMarked
package com.traffictacos.reservation.worker.operations.admin;

import org.jspecify.annotations.NullMarked;
