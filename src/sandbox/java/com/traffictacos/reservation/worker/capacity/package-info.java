/**
 * A simulation of queue, KEDA, HPA and workers in steps of ten milliseconds, and the page {@code docs/capacity.md} that it
 * writes its figures into. Seeded, so that it always says the same.
 *
 * <p>Imports nothing of this project. One thread.
 */
@NullMarked
package com.traffictacos.reservation.worker.capacity;

import org.jspecify.annotations.NullMarked;
