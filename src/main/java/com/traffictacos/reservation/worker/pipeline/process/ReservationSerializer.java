package com.traffictacos.reservation.worker.pipeline.process;

import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.failure.LeaseLost;
import com.traffictacos.reservation.worker.handler.HandlerResult;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets one event of a reservation run at a time, in the order in which they came to be handled. Between processes the
 * services' own conditional changes have to do.
 *
 * <p>Producers send events twice, and the second one is mostly received with the first. It waits for the first, and if that
 * one was completed just before, shares its end instead of making every call once more. What was skipped or failed is not
 * shared: that may depend on what earlier deliveries of a message have done.
 *
 * <p>Whoever waits keeps its thread: it has its permit anyway, so nobody else could use the thread. Safe for use by any
 * number of threads.
 */
@Singleton
public final class ReservationSerializer {

    private final ConcurrentMap<ReservationId, Queue> queues = new ConcurrentHashMap<>();

    /**
     * Those who run or wait for one reservation. {@code members} is written under the map's lock on its key alone, {@code
     * last} by whoever has the turn.
     */
    private static final class Queue {

        private final ReentrantLock lock = new ReentrantLock(true);
        private int members;
        private Optional<Done> last = Optional.empty();

        private HandlerResult run(ReservationEvent event, Supplier<HandlerResult> work) {
            Optional<Done> before = last.filter(done -> done.was(event));
            if (before.isPresent()) {
                return before.get().handled();
            }
            // Another event comes between, however it ends.
            last = Optional.empty();
            HandlerResult handled = work.get();
            if (handled instanceof HandlerResult.Completed completed) {
                last = Optional.of(new Done(event, completed));
            }
            return handled;
        }
    }

    /** What the turn before has brought to its end. */
    private record Done(ReservationEvent event, HandlerResult.Completed handled) {

        /** Whether it is the same event: one without an id is like none but itself. */
        private boolean was(ReservationEvent next) {
            return next.header().id().isPresent() && next.equals(event);
        }
    }

    /**
     * Does the event's work when its turn has come, unless the turn before was the same event's and completed it.
     *
     * @throws LeaseLost if the thread is interrupted before: the container stops
     */
    HandlerResult inTurn(ReservationEvent event, Supplier<HandlerResult> work) {
        ReservationId id = event.reservationId();
        Queue queue = join(id);
        try {
            await(queue);
            try {
                return queue.run(event, work);
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
