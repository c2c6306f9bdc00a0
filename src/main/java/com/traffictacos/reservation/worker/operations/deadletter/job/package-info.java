/** Redrives and discards dead letters: confirmation, one job at a time, its progress. */
@NullMarked
package com.traffictacos.reservation.worker.operations.deadletter.job;

import org.jspecify.annotations.NullMarked;
