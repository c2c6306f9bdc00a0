package com.traffictacos.reservation.worker.platform.process;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Optional;

/** The identity of this process as shown to operators. Stateless. */
public final class PodInfo {

    private static final String NAME = Optional.ofNullable(System.getenv("POD_NAME"))
            .or(() -> Optional.ofNullable(System.getenv("HOSTNAME")))
            .filter(name -> !name.isBlank())
            .orElse("local");

    private PodInfo() {}

    /** The pod's name, or {@code local}. */
    public static String name() {
        return NAME;
    }

    public static Instant startedAt() {
        return Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    }
}
