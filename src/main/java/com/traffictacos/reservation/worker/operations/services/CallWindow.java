package com.traffictacos.reservation.worker.operations.services;

import com.traffictacos.reservation.worker.handler.CallObserver.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The calls of one operation within the last {@link #LENGTH}, in slots of {@link #SLOT}: how they ended, and how long those
 * took that were made. Lock-free; a call takes an atomic increment or two. Thread-safe.
 */
final class CallWindow {

    static final Duration LENGTH = Duration.ofMinutes(5);

    private static final Duration SLOT = Duration.ofSeconds(10);
    private static final int SLOTS = (int) LENGTH.dividedBy(SLOT);

    /** The upper bounds of durations in milliseconds, close enough to tell the deadline from what is usual. */
    private static final int[] BOUNDS = {
        1, 2, 3, 5, 7, 10, 15, 20, 30, 40, 50, 60, 80, 100, 125, 150, 175, 200, 225, 250, 300, 400, 500, 700, 1_000,
        1_500, 2_000, 3_000, 5_000, 10_000, 30_000
    };

    private static final class Slot {

        private final long number;
        private final Map<Result, AtomicInteger> results = new EnumMap<>(Result.class);
        private final AtomicIntegerArray durations = new AtomicIntegerArray(BOUNDS.length + 1);
        private final AtomicInteger longestMillis = new AtomicInteger();

        private Slot(long number) {
            this.number = number;
            for (Result result : Result.values()) {
                results.put(result, new AtomicInteger());
            }
        }

        private AtomicInteger count(Result result) {
            return Objects.requireNonNull(results.get(result));
        }
    }

    /**
     * What the window has.
     *
     * @param results by how calls ended; zeros are left out
     * @param made the calls that were made, answered or not
     * @param failed those of the made calls that did not succeed
     * @param median of the made calls; empty if there were none
     * @param p99 of the made calls, interpolated between bounds some ten to fifty percent apart
     * @param longest of the made calls
     */
    record Figures(
            Map<Result, Integer> results,
            int made,
            int failed,
            Optional<Duration> median,
            Optional<Duration> p99,
            Optional<Duration> longest) {}

    private final AtomicReferenceArray<Slot> slots = new AtomicReferenceArray<>(SLOTS);

    /** @param nanos by {@link System#nanoTime()} */
    void add(Result result, Duration took, long nanos) {
        Slot slot = slot(Math.floorDiv(nanos, SLOT.toNanos()));
        slot.count(result).incrementAndGet();
        if (isMade(result)) {
            int millis = (int) Math.min(took.toMillis(), Integer.MAX_VALUE);
            slot.durations.incrementAndGet(index(took));
            if (millis > slot.longestMillis.get()) {
                slot.longestMillis.accumulateAndGet(millis, Math::max);
            }
        }
    }

    private Slot slot(long number) {
        int at = (int) Math.floorMod(number, (long) SLOTS);
        while (true) {
            Slot known = slots.get(at);
            // A call that was held up for a whole window counts in the newer slot.
            if (known != null && known.number >= number) {
                return known;
            }
            Slot fresh = new Slot(number);
            if (slots.compareAndSet(at, known, fresh)) {
                return fresh;
            }
        }
    }

    private static int index(Duration took) {
        long micros = took.toNanos() / 1_000;
        for (int i = 0; i < BOUNDS.length; i++) {
            if (micros <= BOUNDS[i] * 1_000L) {
                return i;
            }
        }
        return BOUNDS.length;
    }

    private static boolean isMade(Result result) {
        return switch (result) {
            case CIRCUIT_OPEN, NO_SLOT -> false;
            case SUCCESS, REJECTED, TRANSIENT, THROTTLED, UNREACHABLE, UNEXPECTED -> true;
        };
    }

    Figures figures(long nanos) {
        long oldest = Math.floorDiv(nanos, SLOT.toNanos()) - SLOTS + 1;
        Map<Result, Integer> results = new EnumMap<>(Result.class);
        int[] durations = new int[BOUNDS.length + 1];
        int longest = 0;
        for (Slot slot : present(oldest)) {
            for (Result result : Result.values()) {
                int count = slot.count(result).get();
                if (count > 0) {
                    results.merge(result, count, Integer::sum);
                }
            }
            for (int i = 0; i < durations.length; i++) {
                durations[i] += slot.durations.get(i);
            }
            longest = Math.max(longest, slot.longestMillis.get());
        }
        int made = results.entrySet().stream()
                .filter(result -> isMade(result.getKey()))
                .mapToInt(Map.Entry::getValue)
                .sum();
        return new Figures(
                results,
                made,
                made - results.getOrDefault(Result.SUCCESS, 0),
                quantile(durations, 0.5),
                quantile(durations, 0.99),
                made > 0 ? Optional.of(Duration.ofMillis(longest)) : Optional.empty());
    }

    private List<Slot> present(long oldest) {
        List<Slot> present = new ArrayList<>(SLOTS);
        for (int i = 0; i < SLOTS; i++) {
            Slot slot = slots.get(i);
            if (slot != null && slot.number >= oldest) {
                present.add(slot);
            }
        }
        return present;
    }

    private static Optional<Duration> quantile(int[] counts, double part) {
        long total = 0;
        for (int count : counts) {
            total += count;
        }
        double wanted = part * total;
        double below = 0;
        for (int i = 0; total > 0 && i < BOUNDS.length; i++) {
            if (counts[i] > 0 && below + counts[i] >= wanted) {
                double from = i == 0 ? 0 : BOUNDS[i - 1];
                double millis = from + (BOUNDS[i] - from) * (wanted - below) / counts[i];
                return Optional.of(Duration.ofNanos(Math.round(millis * 1e6)));
            }
            below += counts[i];
        }
        return total == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(BOUNDS[BOUNDS.length - 1]));
    }
}
