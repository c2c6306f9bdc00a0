package com.traffictacos.reservation.worker.capacity;

import java.time.Duration;

/**
 * The figures of a {@code ScaledObject}.
 *
 * @param queueLength messages for each pod, waiting and in flight together
 * @param pollingInterval how often KEDA looks while there is no pod, and whether the last may go
 * @param cooldown from the last message to zero pods
 */
record ScaleRules(int queueLength, Duration pollingInterval, Duration cooldown, int maxReplicas, HpaBehavior behavior) {

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
        return new ScaleRules(other, pollingInterval, cooldown, maxReplicas, behavior);
    }

    ScaleRules withPollingInterval(Duration other) {
        return new ScaleRules(queueLength, other, cooldown, maxReplicas, behavior);
    }

    ScaleRules withCooldown(Duration other) {
        return new ScaleRules(queueLength, pollingInterval, other, maxReplicas, behavior);
    }

    ScaleRules withMaxReplicas(int other) {
        return new ScaleRules(queueLength, pollingInterval, cooldown, other, behavior);
    }

    ScaleRules withBehavior(HpaBehavior other) {
        return new ScaleRules(queueLength, pollingInterval, cooldown, maxReplicas, other);
    }
}
