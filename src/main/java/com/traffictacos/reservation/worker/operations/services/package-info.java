/**
 * What operators see of the services that the worker calls: how many calls fail, how long they take, the last errors and
 * outages. Recorded per call without a lock, in bounded memory; it only observes.
 */
@NullMarked
package com.traffictacos.reservation.worker.operations.services;

import org.jspecify.annotations.NullMarked;
