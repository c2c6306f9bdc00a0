package com.traffictacos.reservation.worker.capacity;

import java.time.Duration;

/**
 * Where pods go.
 *
 * @param podsThatFit on the nodes that are always there
 * @param provisioning how much longer any further pod takes
 */
record Nodes(int podsThatFit, Duration provisioning) {

    static final Nodes ENOUGH = new Nodes(Integer.MAX_VALUE, Duration.ZERO);
}
