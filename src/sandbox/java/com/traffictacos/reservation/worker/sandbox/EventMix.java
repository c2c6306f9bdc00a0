package com.traffictacos.reservation.worker.sandbox;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/** How often each story is told. */
public record EventMix(Map<ReservationScript, Integer> weights) {

    public EventMix {
        weights = new EnumMap<>(weights);
        if (weights.values().stream().mapToInt(Integer::intValue).sum() <= 0) {
            throw new IllegalArgumentException("no story has a weight");
        }
    }

    /** A third each of the three plain stories, and one in ten of the others that end well. */
    public static EventMix burst() {
        Map<ReservationScript, Integer> weights = new EnumMap<>(ReservationScript.class);
        for (ReservationScript story : ReservationScript.values()) {
            if (story.deadLetter().isEmpty()) {
                weights.put(story, 3);
            }
        }
        weights.put(ReservationScript.EXPIRES, 63);
        weights.put(ReservationScript.IS_PAID, 63);
        weights.put(ReservationScript.PAYMENT_FAILS, 63);
        return new EventMix(weights);
    }

    /** These stories alone, each as often as the others. */
    public static EventMix of(ReservationScript... stories) {
        Map<ReservationScript, Integer> weights = new EnumMap<>(ReservationScript.class);
        Arrays.stream(stories).forEach(story -> weights.put(story, 1));
        return new EventMix(weights);
    }

    /** The next story; one of a single event when there is room for one only. */
    ReservationScript next(Random random, int room) {
        ReservationScript story = draw(random);
        while (story.events() > room) {
            story = draw(random);
            if (weights.keySet().stream().allMatch(s -> s.events() > room)) {
                return ReservationScript.EXPIRES;
            }
        }
        return story;
    }

    private ReservationScript draw(Random random) {
        int left = random.nextInt(
                weights.values().stream().mapToInt(Integer::intValue).sum());
        for (Map.Entry<ReservationScript, Integer> entry : weights.entrySet()) {
            left -= entry.getValue();
            if (left < 0) {
                return entry.getKey();
            }
        }
        throw new AssertionError("the weights do not add up");
    }
}
