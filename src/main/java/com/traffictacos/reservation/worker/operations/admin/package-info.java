/**
 * What the operators' interfaces share: the state of the worker, queue depths, pause and resume.
 *
 * <p>Safe for use by any number of threads.
 */
@NullMarked
package com.traffictacos.reservation.worker.operations.admin;

import org.jspecify.annotations.NullMarked;
