package com.traffictacos.reservation.worker.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A control group of Linux that holds one run to a limit.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html">Control Group v2</a>
 */
final class ControlGroup implements AutoCloseable {

    private static final Path MOUNT = Path.of("/sys/fs/cgroup");
    private static final Set<String> NEEDED = Set.of("cpu", "memory");
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Path directory;

    private ControlGroup(Path directory) {
        this.directory = directory;
    }

    /** This machine, or this user, can have no such group. */
    static final class Unavailable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String reason;

        Unavailable(String reason) {
            super(reason);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    /** The group of this process: a group below it is bound by all that binds this process. */
    static Path own() {
        try {
            return own(Files.readAllLines(Path.of("/proc/self/cgroup")));
        } catch (IOException e) {
            return MOUNT;
        }
    }

    static Path own(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("0::/"))
                .findFirst()
                .map(line -> MOUNT.resolve(line.substring("0::/".length())))
                .orElse(MOUNT);
    }

    /**
     * Makes a group.
     *
     * @param parent group that may hand on the controllers of CPU and memory
     * @throws Unavailable with the reason
     */
    static ControlGroup create(Path parent, String name, ResourceLimit limit) {
        if (!words(parent.resolve("cgroup.controllers")).containsAll(NEEDED)) {
            throw new Unavailable("no control group: " + parent + " has no cpu and memory controllers of version 2");
        }
        Path directory = parent.resolve(name);
        try {
            if (!words(parent.resolve("cgroup.subtree_control")).containsAll(NEEDED)) {
                Files.writeString(parent.resolve("cgroup.subtree_control"), "+cpu +memory");
            }
            Files.createDirectory(directory);
        } catch (IOException e) {
            throw new Unavailable("no control group below " + parent + ": " + e);
        }
        ControlGroup group = new ControlGroup(directory);
        try {
            Files.writeString(directory.resolve("cpu.max"), limit.cpuMax());
            Files.writeString(directory.resolve("memory.max"), limit.memoryMax());
            Path swap = directory.resolve("memory.swap.max");
            if (Files.exists(swap)) {
                Files.writeString(swap, "0");
            }
        } catch (IOException e) {
            group.close();
            throw new Unavailable("no limit in the control group " + directory + ": " + e);
        }
        return group;
    }

    private static Set<String> words(Path file) {
        try {
            return Set.copyOf(List.of(Files.readString(file).strip().split("\\s+", -1)));
        } catch (IOException e) {
            return Set.of();
        }
    }

    /**
     * Words of a command that enters the group and becomes the program behind them: a program that entered it after its
     * start would already have counted CPUs and memory.
     */
    List<String> wrapper() {
        return List.of("/bin/sh", "-c", "echo $$ > \"$0/cgroup.procs\" && exec \"$@\"", directory.toString());
    }

    /** Kills what is still in the group and removes it. */
    @Override
    public void close() {
        try {
            Path kill = directory.resolve("cgroup.kill");
            if (Files.exists(kill)) {
                Files.writeString(kill, "1");
            }
            remove();
        } catch (IOException e) {
            throw new UncheckedIOException("the control group " + directory + " stays", e);
        }
    }

    /** The kernel refuses while a killed process is not quite gone. */
    private void remove() throws IOException {
        long deadlineNanos = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            try {
                Files.delete(directory);
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadlineNanos) {
                    throw e;
                }
                LockSupport.parkNanos(LOOK.toNanos());
            }
        }
    }
}
