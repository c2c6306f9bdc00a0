package com.traffictacos.reservation.worker.operations.admin.grpc.connection;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which connections to a port may stay. One address has at most {@link #perAddress} of them. If there are too
 * many in all, the oldest one of the address that has the most is given up: an operator with one connection is not shut
 * out by somebody who opens many.
 *
 * @param <C> a connection
 */
public final class ConnectionLimits<C> {

    private final int all;
    private final int perAddress;

    /** Never empty lists. Guarded by this. */
    private final Map<String, Deque<C>> open = new HashMap<>();

    private int count;

    public ConnectionLimits(int all, int perAddress) {
        this.all = all;
        this.perAddress = perAddress;
    }

    /**
     * Adds a connection.
     *
     * @return the one to close in exchange, which may be the new one itself; empty if all may stay
     */
    synchronized Optional<C> add(String address, C connection) {
        Deque<C> ofAddress = open.computeIfAbsent(address, key -> new ArrayDeque<>());
        if (ofAddress.size() >= perAddress) {
            return Optional.of(connection);
        }
        ofAddress.addLast(connection);
        count++;
        return count > all ? Optional.of(largest().getFirst()) : Optional.empty();
    }

    private Deque<C> largest() {
        return open.values().stream()
                .reduce((most, other) -> other.size() > most.size() ? other : most)
                .orElseThrow();
    }

    /** Removes a connection that is closed. Without effect if it was not added. */
    synchronized void remove(String address, C connection) {
        Deque<C> ofAddress = open.get(address);
        if (ofAddress != null && ofAddress.remove(connection)) {
            count--;
            if (ofAddress.isEmpty()) {
                open.remove(address);
            }
        }
    }

    public synchronized int count() {
        return count;
    }
}
