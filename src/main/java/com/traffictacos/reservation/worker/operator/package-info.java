/**
 * What the operator's interfaces have in common, whichever way they are spoken to: who may do what, the record of what
 * was done, the threads it is done on, and the end of it when the process ends.
 *
 * <p>Imports {@code worker}, {@code event}, {@code config} and {@code log}. Everything here is safe for use by any number of threads.
 */
@NullMarked
package com.traffictacos.reservation.worker.operator;

import org.jspecify.annotations.NullMarked;
