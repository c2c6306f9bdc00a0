package com.traffictacos.reservation.worker.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A control group of Linux that holds one run to a limit: one directory in version 2 of the kernel's interface, one for
 * each controller in version 1. It does not outlive the driver, unless that is killed (SIGKILL). Safe for use by any
 * number of threads.
 */
final class ControlGroup implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(20);

    /** Those that have been made and are not gone. */
    private final List<Path> directories = new ArrayList<>();

    private final Thread atExit = new Thread(this::close, "remove-control-group");
    private boolean closed;

    private ControlGroup() {}

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

    /**
     * Makes a group.
     *
     * @param parent must let this user make a group and hand on the controllers of CPU and memory
     * @throws Unavailable with the reason
     */
    static ControlGroup create(ControlGroupParent parent, String name, ResourceLimit limit) {
        ControlGroup group = new ControlGroup();
        // Before there is anything to remove: a driver that ends meanwhile makes nothing.
        Runtime.getRuntime().addShutdownHook(group.atExit);
        try {
            parent.handOn();
            for (Path directory : parent.children(name)) {
                group.make(directory);
            }
        } catch (IOException e) {
            group.close();
            throw new Unavailable("no control group below " + parent + ": " + e);
        }
        try {
            parent.limit(name, limit);
        } catch (IOException e) {
            group.close();
            throw new Unavailable("no limit in a control group below " + parent + ": " + e.getMessage());
        }
        return group;
    }

    private synchronized void make(Path directory) throws IOException {
        if (closed) {
            throw new IOException("the driver ends");
        }
        Files.createDirectory(directory);
        directories.add(directory);
    }

    /**
     * Words of a command that enters the group and becomes the program behind them: a program that entered it after its
     * start would already have counted CPUs and memory.
     */
    synchronized List<String> wrapper() {
        String enter = IntStream.rangeClosed(1, directories.size())
                .mapToObj(i -> "echo $$ > \"$" + i + "/cgroup.procs\" && ")
                .collect(Collectors.joining("", "", "shift " + directories.size() + " && exec \"$@\""));
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", enter, "sh"));
        directories.forEach(directory -> words.add(directory.toString()));
        return words;
    }

    /**
     * Kills what is still in the group and removes it.
     *
     * @throws UncheckedIOException if the kernel keeps it
     */
    @Override
    public synchronized void close() {
        closed = true;
        try {
            while (!directories.isEmpty()) {
                remove(directories.getLast());
                directories.removeLast();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the control group " + directories + " stays", e);
        }
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The driver ends, and the hook finds nothing left to do.
        }
    }

    /** The kernel refuses while a killed process is not quite gone. */
    private static void remove(Path directory) throws IOException {
        long deadlineNanos = System.nanoTime() + TIMEOUT.toNanos();
        boolean kernelKills = Files.exists(directory.resolve("cgroup.kill"));
        if (kernelKills) {
            Files.writeString(directory.resolve("cgroup.kill"), "1");
        }
        while (true) {
            if (!kernelKills) {
                killMembers(directory);
            }
            try {
                Files.deleteIfExists(directory);
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadlineNanos) {
                    throw e;
                }
                LockSupport.parkNanos(LOOK.toNanos());
            }
        }
    }

    /** Again and again: a process may have started another since the last look. */
    private static void killMembers(Path directory) throws IOException {
        Path members = directory.resolve("cgroup.procs");
        if (Files.exists(members)) {
            // The kernel shows a process that this one cannot see as 0.
            Files.readAllLines(members).stream()
                    .mapToLong(Long::parseLong)
                    .filter(pid -> pid > 0)
                    .forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        }
    }
}
