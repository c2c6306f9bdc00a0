package com.traffictacos.reservation.worker.capacity;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Plays a situation through. */
final class Simulation {

    private Simulation() {}

    /**
     * A moment, one a second.
     *
     * @param arriving events within that second
     * @param messages waiting and in flight
     * @param wanted pods that the autoscaler has asked for
     * @param ready pods that work
     */
    record Sample(int arriving, int messages, int wanted, int ready) {}

    /**
     * What came of it. Durations in seconds.
     *
     * @param events that came and were done
     * @param isEmpty whether nothing is left at the end
     * @param drained the longest time from when an event had to wait until none had to
     * @param waits before a pod took an event up, by the share of events that did not wait longer
     * @param mostPods asked for at a time
     * @param podMinutes of all pods, from the decision to have them
     */
    record Outcome(
            long events,
            boolean isEmpty,
            double drained,
            Map<Share, Double> waits,
            int mostPods,
            double podMinutes,
            List<Sample> samples) {

        /** The longest that so large a share of events waited, in seconds. */
        double wait(Share share) {
            return waits.getOrDefault(share, 0.0);
        }
    }

    /** Shares of events that the outcome tells the wait of. */
    enum Share {
        NINE_OF_TEN(0.9),
        NINETY_NINE_OF_A_HUNDRED(0.99),
        ALL(1);

        private final double part;

        Share(double part) {
            this.part = part;
        }
    }

    static Outcome run(Situation situation, Arrivals arrivals) {
        PodFigures pod = situation.pod();
        Scaler scaler = new Scaler(situation.rules());
        Fleet fleet = new Fleet(situation, new SplittableRandom(1));
        WorkQueue queue = new WorkQueue(Ticks.of(pod.hold()), arrivals.ticks());
        List<Sample> samples = new ArrayList<>();
        double cpu = 0;
        long podTicks = 0;
        int mostPods = 0;
        int noneWaitedAt = 0;
        int drained = 0;
        for (int now = 0; now < arrivals.ticks(); now++) {
            queue.finish(now);
            queue.arrive(now, arrivals.at(now));
            fleet.scaleTo(scaler.replicas(now, queue.messages(), arrivals.delayed(now)), now);
            int ready = fleet.ready(now);
            // What CPU is left over from a tick without work is lost.
            cpu = Math.min(cpu, 1) + ready * pod.cpuEventsPerSecond() / Ticks.PER_SECOND;
            int free = Math.max(0, ready * pod.concurrency() - queue.inWork());
            int before = queue.inWork();
            queue.start(now, Math.min(free, (int) cpu));
            cpu -= queue.inWork() - before;
            podTicks += fleet.size();
            mostPods = Math.max(mostPods, fleet.size());
            if (queue.messages() == queue.inWork()) {
                noneWaitedAt = now;
            }
            drained = Math.max(drained, now - noneWaitedAt);
            if ((now + 1) % Ticks.PER_SECOND == 0) {
                samples.add(new Sample(arrivals.withinSecondBefore(now), queue.messages(), fleet.size(), ready));
            }
        }
        Map<Share, Double> waits = new EnumMap<>(Share.class);
        for (Share share : Share.values()) {
            waits.put(share, Ticks.seconds(queue.waitOf(share.part)));
        }
        return new Outcome(
                queue.finished(),
                queue.messages() == 0,
                Ticks.seconds(drained),
                waits,
                mostPods,
                Ticks.seconds(podTicks) / 60,
                samples);
    }
}
