package com.traffictacos.reservation.worker.pipeline.process;

import com.traffictacos.reservation.worker.event.ReservationEvent;
import com.traffictacos.reservation.worker.event.ReservationId;
import com.traffictacos.reservation.worker.event.failure.LeaseLost;
import com.traffictacos.reservation.worker.handler.HandlerResult;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Runs the events of a reservation one at a time, in the order in which they arrive here. Between processes, the
 * conditional changes of the services provide the protection.
 *
 * <p>Producers send events twice, and the duplicate is usually received with the original. The duplicate waits, and if
 * the original was completed just before, the duplicate gets the same result instead of repeating every call. A skipped
 * or failed result is not shared, because it may depend on earlier deliveries of a message.
 *
 * <p>A waiting event keeps its thread. It has its permit in any case, so no other event could use the thread. Safe for
 * use by any number of threads.
 */
@SingletonBean
public final class ReservationSerializer {

    private final ConcurrentMap<ReservationId, Queue> queues = new ConcurrentHashMap<>();

    /**
     * The events that run or wait for one reservation. {@code members} is written only under the map's lock on its key,
     * {@code last} only by the event that runs.
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
            // A different event runs now, so the previous result is not shared whatever the outcome is.
            last = Optional.empty();
            HandlerResult handled = work.get();
            if (handled instanceof HandlerResult.Completed completed) {
                last = Optional.of(new Done(event, completed));
            }
            return handled;
        }
    }

    /** The event that was completed just before, with its result. */
    private record Done(ReservationEvent event, HandlerResult.Completed handled) {

        /** Whether this is the same event. An event without an id equals no other event. */
        private boolean was(ReservationEvent next) {
            return next.header().id().isPresent() && next.equals(event);
        }
    }

    /**
     * Runs the work exclusively for the event's reservation, unless a duplicate was completed just before.
     *
     * @throws LeaseLost if the thread is interrupted while it waits, because the container stops
     */
    HandlerResult runExclusively(ReservationEvent event, Supplier<HandlerResult> work) {
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

    /** The number of reservations with an event in flight. */
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
