package com.traffictacos.reservation.worker.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What Linux knows of a process.
 *
 * @param cpu user and system time since its start, to ten milliseconds
 * @param peakBytes most memory that was resident at any time
 * @param residentBytes memory that is resident now
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
record ProcessFigures(Duration cpu, long peakBytes, long residentBytes) {

    /** The unit of times in {@code /proc}: USER_HZ is 100 on every architecture that a JDK runs on. */
    private static final Duration TICK = Duration.ofMillis(10);

    private static final int UTIME = 14;
    private static final int STIME = 15;

    static ProcessFigures of(long pid) {
        Path directory = Path.of("/proc", Long.toString(pid));
        try {
            return parse(Files.readString(directory.resolve("stat")), Files.readString(directory.resolve("status")));
        } catch (IOException e) {
            throw new UncheckedIOException("process " + pid + " is gone", e);
        }
    }

    static ProcessFigures parse(String stat, String status) {
        // The name in field 2 may hold blanks and parentheses; the last one closes it.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[UTIME - 3]) + Long.parseLong(fields[STIME - 3]);
        return new ProcessFigures(TICK.multipliedBy(ticks), kilobytes(status, "VmHWM:"), kilobytes(status, "VmRSS:"));
    }

    private static long kilobytes(String status, String key) {
        return status.lines()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).replace("kB", "").trim())
                .mapToLong(Long::parseLong)
                .map(kilobytes -> kilobytes * 1_024)
                .findFirst()
                // A process that is just ending has no memory any more.
                .orElse(0);
    }
}
