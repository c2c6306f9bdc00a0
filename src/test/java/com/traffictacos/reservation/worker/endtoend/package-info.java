/**
 * The packaged worker, run as a process of its own in the sandbox's world and judged from outside: by what becomes of
 * messages, reservations and seats, by its metrics, its log and its exit code.
 *
 * <p>Imports {@code sandbox}, {@code faults}, {@code fixture} and {@code event}. Needs the server that the build makes.
 */
@NullMarked
package com.traffictacos.reservation.worker.endtoend;

import org.jspecify.annotations.NullMarked;
