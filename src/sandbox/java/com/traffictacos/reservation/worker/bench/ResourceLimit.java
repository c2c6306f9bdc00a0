package com.traffictacos.reservation.worker.bench;

/**
 * What a program may use of the machine.
 *
 * @param cpus CPU time per time
 * @param mebibytes of memory, file pages that the program was the first to read included
 */
record ResourceLimit(double cpus, int mebibytes) {

    private static final int PERIOD_MICROS = 100_000;

    /** CPU time in each period of {@link #cpuPeriodMicros()}. */
    long cpuQuotaMicros() {
        return Math.round(cpus * PERIOD_MICROS);
    }

    /** The kernel's own choice, and that of Kubernetes. */
    long cpuPeriodMicros() {
        return PERIOD_MICROS;
    }

    long memoryBytes() {
        return mebibytes * 1_048_576L;
    }
}
