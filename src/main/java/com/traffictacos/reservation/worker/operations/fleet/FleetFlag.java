package com.traffictacos.reservation.worker.operations.fleet;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether all workers of the queue are paused, and who has decided that. Written as one line: {@code paused} or
 * {@code running}, then the time and the operator's name. A person who writes it by hand may leave both out.
 *
 * @param at when it was set; empty if nobody wrote it down
 * @param operator the name of the token; empty if nobody wrote it down
 */
public record FleetFlag(boolean paused, Optional<Instant> at, Optional<String> operator) {

    /** What holds while nobody has ever set the flag. */
    public static final FleetFlag NEVER_SET = new FleetFlag(false, Optional.empty(), Optional.empty());

    private static final Pattern TEXT =
            Pattern.compile("(?i:(paused|running))(?: +([0-9TtZz:.+-]{1,40}))?(?: +([A-Za-z0-9._@-]{1,64}))?");

    /** A flag that an operator sets at that time. */
    public static FleetFlag set(boolean paused, Instant at, String operator) {
        return new FleetFlag(paused, Optional.of(at), Optional.of(operator));
    }

    /** A flag that an operator sets now, in place of this one: later than this one also if this clock is behind. */
    FleetFlag replacedBy(boolean nowPaused, Instant now, String by) {
        Instant second = Instant.ofEpochSecond(now.getEpochSecond());
        Instant earliest = at.map(time -> time.plusSeconds(1)).orElse(Instant.MIN);
        return set(nowPaused, earliest.isAfter(second) ? earliest : second, by);
    }

    /** Reads the text of a flag. Empty if it says neither {@code paused} nor {@code running}, or says more. */
    public static Optional<FleetFlag> parse(String text) {
        Matcher parts = TEXT.matcher(text.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new FleetFlag(
                    parts.group(1).equalsIgnoreCase("paused"),
                    Optional.ofNullable(parts.group(2)).map(Instant::parse),
                    Optional.ofNullable(parts.group(3))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether a read may have brought this flag only because another one is not seen everywhere yet. By the times that both
     * carry; without them nothing but the end of a pause by the text that was there before it is taken for old: a pause
     * that should hold is worse to miss than one that is over.
     *
     * @param known the newer one
     * @param before what was known before that
     */
    boolean isOlderThan(FleetFlag known, FleetFlag before) {
        if (at.isPresent() && known.at().isPresent()) {
            return at.get().isBefore(known.at().get());
        }
        return !paused && known.paused() && equals(before);
    }

    /** The flag as text; letters, digits, blanks and {@code . : - @ _} alone, which every tag of AWS may have. */
    public String text() {
        return (paused ? "paused" : "running")
                + at.map(time -> " " + time).orElse("")
                + operator.map(name -> " " + name).orElse("");
    }
}
