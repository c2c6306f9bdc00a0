package com.traffictacos.reservation.worker.bench;

/**
 * What a program may use of the machine.
 *
 * @param cpus CPU time per time
 * @param mebibytes of memory, file pages that the program was the first to read included
 */
record ResourceLimit(double cpus, int mebibytes) {

    private static final int PERIOD_MICROS = 100_000;

    /** The content of {@code cpu.max}. */
    String cpuMax() {
        return Math.round(cpus * PERIOD_MICROS) + " " + PERIOD_MICROS;
    }

    /** The content of {@code memory.max}. */
    String memoryMax() {
        return Long.toString(mebibytes * 1_048_576L);
    }
}
