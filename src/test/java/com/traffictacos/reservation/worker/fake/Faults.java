package com.traffictacos.reservation.worker.fake;

import com.traffictacos.reservation.worker.pipeline.delivery.MessageQueue.QueueUnavailableException;
import com.traffictacos.reservation.worker.pipeline.delivery.ReceivedMessage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * What the fake queue gets wrong, and what it was asked. Written by tests, read by the queue. Safe for use by any number
 * of threads.
 */
public final class Faults {

    private final Map<Operation, List<Fault>> faults = new ConcurrentHashMap<>();
    private final Map<Operation, List<Integer>> requests = new ConcurrentHashMap<>();
    private final Map<Operation, Runnable> hooks = new ConcurrentHashMap<>();
    private final AtomicInteger failingReceives = new AtomicInteger();

    Faults() {}

    /**
     * Refuses entries of a settling call.
     *
     * @param which the messages that are refused
     * @param times how many entries; later ones are carried out
     */
    public record Fault(Predicate<ReceivedMessage> which, String code, boolean retryable, AtomicInteger times) {}

    /** Refuses the next entries of that kind, whatever their message. */
    public void refuseNext(Operation operation, int entries, String code, boolean retryable) {
        faults(operation).add(new Fault(message -> true, code, retryable, new AtomicInteger(entries)));
    }

    /** Refuses entries for certain messages until {@link #clear()}. */
    public void refuse(Operation operation, Predicate<ReceivedMessage> which, String code, boolean retryable) {
        faults(operation).add(new Fault(which, code, retryable, new AtomicInteger(Integer.MAX_VALUE)));
    }

    /** Makes the next receives end with {@link QueueUnavailableException}. */
    public void failReceives(int times) {
        failingReceives.set(times);
    }

    /** Runs something at the beginning of each request of that kind, in the caller's thread: to count, wait or throw. */
    public void beforeEach(Operation operation, Runnable hook) {
        hooks.put(operation, hook);
    }

    /** From now on nothing goes wrong. */
    public void clear() {
        faults.values().forEach(List::clear);
        hooks.clear();
        failingReceives.set(0);
    }

    /** The sizes of the requests of that kind so far, in their order; for receives, the most messages asked for. */
    public List<Integer> requests(Operation operation) {
        return List.copyOf(requestsOf(operation));
    }

    void beginReceive(int maxMessages) {
        begin(Operation.RECEIVE, maxMessages);
        if (failingReceives.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new QueueUnavailableException("made to fail", new IOException("made to fail"));
        }
    }

    void begin(Operation operation, int size) {
        requestsOf(operation).add(size);
        Optional.ofNullable(hooks.get(operation)).ifPresent(Runnable::run);
    }

    Optional<Fault> of(Operation operation, ReceivedMessage message) {
        return faults(operation).stream()
                .filter(fault -> fault.which().test(message))
                .filter(fault -> fault.times().getAndUpdate(left -> Math.max(0, left - 1)) > 0)
                .findFirst();
    }

    private List<Fault> faults(Operation operation) {
        return faults.computeIfAbsent(operation, unused -> new CopyOnWriteArrayList<>());
    }

    private List<Integer> requestsOf(Operation operation) {
        return requests.computeIfAbsent(operation, unused -> new CopyOnWriteArrayList<>());
    }
}
