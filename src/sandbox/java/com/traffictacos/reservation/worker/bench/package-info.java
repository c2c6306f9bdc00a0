/**
 * Measures the packaged worker, and in turn with it any program that follows the contract: a driver, the sandbox's world and
 * the program are three processes, so that each one's share of the machine is known. What is measured is printed and
 * written down, never asserted.
 *
 * <p>Imports {@code sandbox}. The driver is one thread.
 */
@NullMarked
package com.traffictacos.reservation.worker.bench;

import org.jspecify.annotations.NullMarked;
