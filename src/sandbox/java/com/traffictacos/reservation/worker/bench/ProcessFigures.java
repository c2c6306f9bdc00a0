package com.traffictacos.reservation.worker.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What Linux knows of a process, or the sum over several.
 *
 * @param cpu user and system time since its start, to ten milliseconds, with that of the children that it has waited for:
 *     what a start script runs before the program belongs to the start
 * @param peakBytes most memory that was resident at any time (VmHWM); of several processes the sum of their peaks
 * @param residentBytes memory that is resident now (VmRSS)
 * @param anonymousBytes part of it that only this process has and the kernel cannot drop (RssAnon)
 * @param fileBytes part of it that is pages of files, which processes share and the kernel may drop (RssFile)
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_status.5.html">proc_pid_status(5)</a>
 */
record ProcessFigures(Duration cpu, long peakBytes, long residentBytes, long anonymousBytes, long fileBytes) {

    static final ProcessFigures NONE = new ProcessFigures(Duration.ZERO, 0, 0, 0, 0);

    /** The unit of times in {@code /proc}: USER_HZ is 100 on every architecture that a JDK runs on. */
    private static final Duration TICK = Duration.ofMillis(10);

    private static final int UTIME = 14;
    private static final int CSTIME = 17;

    /** @throws UncheckedIOException if there is no such process any more */
    static ProcessFigures of(long pid) {
        try {
            return read(pid);
        } catch (IOException e) {
            throw new UncheckedIOException("process " + pid + " is gone", e);
        }
    }

    /** Empty if there is no such process any more. */
    static Optional<ProcessFigures> find(long pid) {
        try {
            return Optional.of(read(pid));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static ProcessFigures read(long pid) throws IOException {
        Path directory = Path.of("/proc", Long.toString(pid));
        return parse(Files.readString(directory.resolve("stat")), Files.readString(directory.resolve("status")));
    }

    static ProcessFigures parse(String stat, String status) {
        // The name in field 2 may hold blanks and parentheses; the last one closes it.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int field = UTIME; field <= CSTIME; field++) {
            ticks += Long.parseLong(fields[field - 3]);
        }
        return new ProcessFigures(
                TICK.multipliedBy(ticks),
                bytes(status, "VmHWM:"),
                bytes(status, "VmRSS:"),
                bytes(status, "RssAnon:"),
                bytes(status, "RssFile:"));
    }

    ProcessFigures plus(ProcessFigures other) {
        return new ProcessFigures(
                cpu.plus(other.cpu),
                peakBytes + other.peakBytes,
                residentBytes + other.residentBytes,
                anonymousBytes + other.anonymousBytes,
                fileBytes + other.fileBytes);
    }

    private static long bytes(String status, String key) {
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
