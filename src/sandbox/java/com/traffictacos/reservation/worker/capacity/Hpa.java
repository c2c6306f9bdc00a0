package com.traffictacos.reservation.worker.capacity;

import com.traffictacos.reservation.worker.capacity.ScaleRules.HpaBehavior;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The Horizontal Pod Autoscaler with external metrics of type {@code AverageValue}, as KEDA sets it up: it wants {@code
 * ceil(metric / target)}, leaves a difference of a tenth alone, and changes the number within its policies.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#configurable-scaling-behavior">Configurable
 *     scaling behavior</a>
 */
final class Hpa {

    /** How often it decides, {@code --horizontal-pod-autoscaler-sync-period}. */
    static final Duration SYNC = Duration.ofSeconds(15);

    private static final double TOLERANCE = 0.1;
    private static final int UP_PERIOD = Ticks.of(Duration.ofSeconds(15));
    private static final int DOWN_PERIOD = Ticks.of(Duration.ofMinutes(1));

    private final ScaleRules rules;
    private final Deque<Entry> recommendations = new ArrayDeque<>();
    private final Deque<Entry> added = new ArrayDeque<>();
    private final Deque<Entry> removed = new ArrayDeque<>();

    private record Entry(int tick, int pods) {}

    Hpa(ScaleRules rules) {
        this.rules = rules;
    }

    /**
     * The number of pods from now on, at least one.
     *
     * @param seen what the triggers see; the one that asks for most decides
     */
    int decide(int now, int current, Scaler.Seen seen) {
        int wanted = Math.max(recommendation(current, seen.messages(), rules.queueLength()), seen.byTheClock());
        if (rules.ahead().delayedForEach() > 0) {
            int with = recommendation(
                    current, seen.messages() + seen.delayed(), rules.ahead().delayedForEach());
            wanted = Math.max(wanted, with);
        }
        int desired = Math.clamp(wanted, 1, rules.maxReplicas());
        recommendations.add(new Entry(now, desired));
        forget(recommendations, now - Ticks.of(rules.behavior().downWindow()));
        int highest = recommendations.stream().mapToInt(Entry::pods).max().orElse(desired);
        int next = current;
        if (desired > current) {
            next = Math.min(desired, upLimit(now, current));
            added.add(new Entry(now, next - current));
        } else if (highest < current) {
            next = Math.max(highest, downLimit(now, current));
            removed.add(new Entry(now, current - next));
        }
        return next;
    }

    private static int recommendation(int current, int messages, int forEach) {
        double ratio = messages / ((double) forEach * current);
        return Math.abs(ratio - 1) <= TOLERANCE ? current : Math.ceilDiv(messages, forEach);
    }

    private int upLimit(int now, int current) {
        forget(added, now - UP_PERIOD);
        HpaBehavior behavior = rules.behavior();
        int before = current - sum(added);
        int byPercent = (int) Math.ceil(before * (1 + behavior.upPercent() / 100.0));
        return Math.max(current, Math.max(byPercent, before + behavior.upPods()));
    }

    private int downLimit(int now, int current) {
        forget(removed, now - DOWN_PERIOD);
        int before = current + sum(removed);
        return Math.clamp((int) (before * (1 - rules.behavior().downPercent() / 100.0)), 1, current);
    }

    private static int sum(Deque<Entry> entries) {
        return entries.stream().mapToInt(Entry::pods).sum();
    }

    private static void forget(Deque<Entry> entries, int until) {
        while (!entries.isEmpty() && entries.peekFirst().tick() <= until) {
            entries.removeFirst();
        }
    }
}
