/**
 * What operators can see of one reservation: its present state, its dead letters, its messages in flight, and the
 * recent outcomes that this worker remembers (docs/adr/0037). Reads only; nothing here takes part in the processing of
 * events.
 *
 * <p>Uses {@code operations.deadletter}, {@code pipeline}, {@code handler}, {@code event}, {@code platform}. Outcomes
 * are added on the threads that settle; the rest runs on the threads of operators' calls.
 */
@NullMarked
package com.traffictacos.reservation.worker.operations.reservation;

import org.jspecify.annotations.NullMarked;
