package com.traffictacos.reservation.worker.capacity;

import java.time.Duration;

/**
 * The figures of a {@code ScaledObject}.
 *
 * @param queueLength messages for each pod, waiting and in flight together
 * @param pollingInterval how often KEDA looks while there is no pod, and whether the last may go
 * @param cooldown from the last message to zero pods
 * @param ahead what asks for pods before there is work for them
 */
record ScaleRules(
        int queueLength,
        Duration pollingInterval,
        Duration cooldown,
        int maxReplicas,
        HpaBehavior behavior,
        Ahead ahead) {

    /**
     * Triggers besides the first one.
     *
     * @param pods that the clock asks for, component {@code opening}; zero without it
     * @param until when its window closes
     * @param delayedForEach messages of a pod when those count that are delayed until they are due, component {@code
     *     delayed-expiry}; zero without it
     */
    record Ahead(int pods, Duration until, int delayedForEach) {

        static final Ahead NOTHING = new Ahead(0, Duration.ZERO, 0);

        static Ahead opening(int pods, Duration until) {
            return new Ahead(pods, until, 0);
        }

        static Ahead delayed(int forEach) {
            return new Ahead(0, Duration.ZERO, forEach);
        }
    }

    /**
     * How fast the number may change.
     *
     * @param upPercent within 15 s, of what there was; or
     * @param upPods within 15 s, whichever is more
     * @param downWindow whose highest recommendation counts
     * @param downPercent within a minute, of what there was
     */
    record HpaBehavior(int upPercent, int upPods, Duration downWindow, int downPercent) {}

    ScaleRules withQueueLength(int other) {
        return new ScaleRules(other, pollingInterval, cooldown, maxReplicas, behavior, ahead);
    }

    ScaleRules withPollingInterval(Duration other) {
        return new ScaleRules(queueLength, other, cooldown, maxReplicas, behavior, ahead);
    }

    ScaleRules withCooldown(Duration other) {
        return new ScaleRules(queueLength, pollingInterval, other, maxReplicas, behavior, ahead);
    }

    ScaleRules withMaxReplicas(int other) {
        return new ScaleRules(queueLength, pollingInterval, cooldown, other, behavior, ahead);
    }

    ScaleRules withBehavior(HpaBehavior other) {
        return new ScaleRules(queueLength, pollingInterval, cooldown, maxReplicas, other, ahead);
    }

    ScaleRules withAhead(Ahead other) {
        return new ScaleRules(queueLength, pollingInterval, cooldown, maxReplicas, behavior, other);
    }
}
