/** What operators do with dead letters, against a queue in memory. */
@NullMarked
package com.traffictacos.reservation.worker.deadletter;

import org.jspecify.annotations.NullMarked;
