package com.traffictacos.reservation.worker.faults;

import com.traffictacos.reservation.worker.fixture.BrokenBody;
import com.traffictacos.reservation.worker.sandbox.DeadLetters.DeadLetter;
import com.traffictacos.reservation.worker.sandbox.SandboxWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Bodies that no worker can read, each by a text of its own. */
final class PoisonMessages {

    private PoisonMessages() {}

    /** So many of them, of all kinds; some rules are broken by the same text, and that is taken once. */
    static List<BrokenBody> bodies(int wanted) {
        List<BrokenBody> different = new ArrayList<>();
        Set<String> texts = new TreeSet<>();
        for (BrokenBody body : BrokenBody.all()) {
            if (texts.add(body.body())) {
                different.add(body);
            }
        }
        if (different.size() < wanted) {
            throw new IllegalStateException("there are only " + different.size() + " different bodies");
        }
        // Spread over the list, so that every kind has its part.
        List<BrokenBody> bodies = new ArrayList<>();
        for (int i = 0; i < wanted; i++) {
            bodies.add(different.get((int) ((long) i * different.size() / wanted)));
        }
        return bodies;
    }

    /** Those that are not dead-lettered exactly once with their reason. */
    static long notDeadOnce(SandboxWorld world, List<BrokenBody> bodies) {
        Map<String, List<String>> reasons = world.deadLetters().stream()
                .collect(Collectors.groupingBy(
                        DeadLetter::body, Collectors.mapping(DeadLetter::reason, Collectors.toList())));
        return bodies.stream()
                .filter(body -> !reasons.getOrDefault(body.body(), List.of())
                        .equals(List.of(body.reason().word())))
                .count();
    }
}
