/**
 * The fault suite: scenarios that take something from the packaged worker (a service, the queue, its own process) and
 * measure what becomes of messages, reservations and seats. Each has a world of its own. The same scenarios run at full
 * scale by {@link com.traffictacos.reservation.worker.faults.FaultSuite} and with small numbers in the build's tests.
 *
 * <p>Imports {@code sandbox}, {@code fixture} and {@code event}. Needs the server that the build makes. Scenarios run one
 * after the other on the calling thread.
 */
@NullMarked
package com.traffictacos.reservation.worker.faults;

import org.jspecify.annotations.NullMarked;
