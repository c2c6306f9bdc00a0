package com.traffictacos.reservation.worker.capacity;

/**
 * KEDA: from zero to one pod when it sees a message, from any number to zero when it has seen none for the cool-down, and
 * nothing in between, which is the {@link Hpa}'s.
 *
 * @see <a href="https://keda.sh/docs/latest/concepts/scaling-deployments/">Scaling deployments</a>
 */
final class Scaler {

    private final ScaleRules rules;
    private final int poll;
    private final int cooldown;
    private final int sync;
    private final Hpa hpa;
    private int lastActive;
    private int replicas;

    /**
     * What the triggers see.
     *
     * @param messages waiting and in flight
     * @param delayed in the queue and not yet due
     * @param byTheClock pods that the clock asks for
     */
    record Seen(int messages, int delayed, int byTheClock) {}

    Scaler(ScaleRules rules) {
        this.rules = rules;
        this.poll = Ticks.of(rules.pollingInterval());
        this.cooldown = Ticks.of(rules.cooldown());
        this.sync = Ticks.of(Hpa.SYNC);
        this.hpa = new Hpa(rules);
    }

    /** How many pods there should be at this moment. */
    int replicas(int now, int messages, int delayed) {
        ScaleRules.Ahead ahead = rules.ahead();
        int byTheClock = now < Ticks.of(ahead.until()) ? ahead.pods() : 0;
        if (replicas > 0 && now % sync == 0) {
            replicas = hpa.decide(now, replicas, new Seen(messages, delayed, byTheClock));
        }
        if (now % poll == 0) {
            if (messages > 0 || byTheClock > 0 || (ahead.delayedForEach() > 0 && delayed > 0)) {
                lastActive = now;
                replicas = Math.max(replicas, 1);
            } else if (now - lastActive >= cooldown) {
                replicas = 0;
            }
        }
        return replicas;
    }
}
