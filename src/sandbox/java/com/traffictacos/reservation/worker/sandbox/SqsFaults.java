package com.traffictacos.reservation.worker.sandbox;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The faults that {@link SqsGateway} is to inject. Rules are asked in the order of their injection and the first that
 * fits decides. Safe for use by any number of threads.
 */
public final class SqsFaults {

    private final List<Injection> injections = new CopyOnWriteArrayList<>();
    private final Random random;

    SqsFaults(long seed) {
        this.random = new Random(seed);
    }

    /**
     * When a fault strikes.
     *
     * @param actions names of SQS actions ({@code ReceiveMessage}); empty means all
     * @param share of the requests, 0 to 1
     * @param atMost how many requests it strikes before it is spent
     */
    public record Rule(Set<String> actions, double share, long atMost, SqsFault fault) {

        public Rule {
            actions = Set.copyOf(actions);
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("share must be 0 to 1, is " + share);
            }
        }

        /** Every request of the named actions, or of all when none is named, until it is removed. */
        public static Rule always(SqsFault fault, String... actions) {
            return new Rule(Set.of(actions), 1, Long.MAX_VALUE, fault);
        }

        /** The next requests of the named actions, or of all when none is named. */
        public static Rule times(long atMost, SqsFault fault, String... actions) {
            return new Rule(Set.of(actions), 1, atMost, fault);
        }
    }

    /** A rule in force. */
    public final class Injection {

        private final Rule rule;
        private final AtomicLong hits = new AtomicLong();

        private Injection(Rule rule) {
            this.rule = rule;
        }

        /** How many requests it has struck so far. */
        public long hits() {
            return hits.get();
        }

        public void remove() {
            injections.remove(this);
        }

        private boolean strikes(String action) {
            if (!rule.actions().isEmpty() && !rule.actions().contains(action)) {
                return false;
            }
            if (rule.share() < 1 && random.nextDouble() >= rule.share()) {
                return false;
            }
            return hits.getAndUpdate(n -> n < rule.atMost() ? n + 1 : n) < rule.atMost();
        }
    }

    public Injection inject(Rule rule) {
        Injection injection = new Injection(rule);
        injections.add(injection);
        return injection;
    }

    /** Removes every rule. */
    public void clear() {
        injections.clear();
    }

    Optional<SqsFault> next(String action) {
        for (Injection injection : injections) {
            if (injection.strikes(action)) {
                return Optional.of(injection.rule.fault());
            }
        }
        return Optional.empty();
    }
}
