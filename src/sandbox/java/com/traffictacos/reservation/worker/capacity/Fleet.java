package com.traffictacos.reservation.worker.capacity;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The pods. One that is told to go takes nothing more and finishes what it has. */
final class Fleet {

    /** No two pods start alike: a fifth faster or slower. */
    private static final double START_SPREAD = 0.2;

    private final Situation situation;
    private final SplittableRandom random;
    private final List<Integer> readyAt = new ArrayList<>();

    Fleet(Situation situation, SplittableRandom random) {
        this.situation = situation;
        this.random = random;
    }

    /** Makes pods or sends some away, the youngest first: those may not even have started. */
    void scaleTo(int replicas, int now) {
        while (readyAt.size() > replicas) {
            readyAt.removeLast();
        }
        while (readyAt.size() < replicas) {
            double spread = 1 + START_SPREAD * (2 * random.nextDouble() - 1);
            int start = (int) Math.round(Ticks.of(situation.pod().start()) * spread);
            boolean fits = readyAt.size() < situation.nodes().podsThatFit();
            readyAt.add(now + start + (fits ? 0 : Ticks.of(situation.nodes().provisioning())));
        }
    }

    int size() {
        return readyAt.size();
    }

    int ready(int now) {
        int ready = 0;
        for (int at : readyAt) {
            if (at <= now) {
                ready++;
            }
        }
        return ready;
    }
}
