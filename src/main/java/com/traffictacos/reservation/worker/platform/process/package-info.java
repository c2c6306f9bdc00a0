/** The process: its pod and its termination signal. */
@NullMarked
package com.traffictacos.reservation.worker.platform.process;

import org.jspecify.annotations.NullMarked;
