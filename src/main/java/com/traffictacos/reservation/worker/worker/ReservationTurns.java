package com.traffictacos.reservation.worker.worker;

import com.traffictacos.reservation.worker.event.LeaseLost;
import com.traffictacos.reservation.worker.event.ReservationId;
import jakarta.inject.Singleton;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets one event of a reservation run at a time, in the order in which they came to be handled. Between processes the
 * services' own conditional changes have to do.
 *
 * <p>Whoever waits keeps its thread: it has its permit anyway, so nobody else could use the thread. Safe for use by any
 * number of threads.
 */
@Singleton
public final class ReservationTurns {

    private final ConcurrentMap<ReservationId, Queue> queues = new ConcurrentHashMap<>();

    /** Those who run or wait for one reservation. {@code members} is written under the map's lock on its key alone. */
    private static final class Queue {

        private final ReentrantLock lock = new ReentrantLock(true);
        private int members;
    }

    /**
     * Does the work when its turn has come.
     *
     * @throws LeaseLost if the thread is interrupted before: the container stops
     */
    <T> T inTurn(ReservationId id, Supplier<T> work) {
        Queue queue = join(id);
        try {
            await(queue);
            try {
                return work.get();
            } finally {
                queue.lock.unlock();
            }
        } finally {
            leave(id);
        }
    }

    private static void await(Queue queue) {
        try {
            queue.lock.lockInterruptibly();
        } catch (InterruptedException containerStops) {
            Thread.currentThread().interrupt();
            throw new LeaseLost("interrupted while another event of the reservation was in work");
        }
    }

    /** How many reservations have an event in work. */
    int reservations() {
        return queues.size();
    }

    private Queue join(ReservationId id) {
        return queues.compute(id, (key, known) -> {
            Queue queue = known == null ? new Queue() : known;
            queue.members++;
            return queue;
        });
    }

    private void leave(ReservationId id) {
        queues.computeIfPresent(id, (key, queue) -> --queue.members == 0 ? null : queue);
    }
}
