package com.traffictacos.reservation.worker.faults;

import java.time.Duration;

/** How large a scenario is played. */
public enum Scale {
    /** The figures that the worker is held to, speeds among them. */
    FULL,
    /** Small numbers and no speeds: what must be right on any machine, however busy. */
    BRIEF;

    int events(int full, int brief) {
        return this == FULL ? full : brief;
    }

    Duration time(Duration full, Duration brief) {
        return this == FULL ? full : brief;
    }

    /** Whether rates and durations are judged. */
    boolean checksSpeed() {
        return this == FULL;
    }
}
