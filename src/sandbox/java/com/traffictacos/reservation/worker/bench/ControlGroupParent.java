package com.traffictacos.reservation.worker.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Group below which others are made, by the version of the kernel's interface. Whatever bound it has binds those below it,
 * too.
 */
sealed interface ControlGroupParent {

    Set<String> NEEDED = Set.of("cpu", "memory");

    /** The directories that make up the group of this name. */
    List<Path> children(String name);

    /** Lets groups below this one have the controllers. */
    void handOn() throws IOException;

    /**
     * Limits a group whose directories are there, and gives it no swap where the kernel counts that.
     *
     * @throws IOException with the file that took no limit
     */
    void limit(String name, ResourceLimit limit) throws IOException;

    /**
     * One hierarchy with all controllers.
     *
     * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html">Control Group v2</a>
     */
    record Version2(Path directory) implements ControlGroupParent {

        @Override
        public List<Path> children(String name) {
            return List.of(directory.resolve(name));
        }

        @Override
        public void handOn() throws IOException {
            Path controllers = directory.resolve("cgroup.subtree_control");
            if (!words(controllers).containsAll(NEEDED)) {
                Files.writeString(controllers, "+cpu +memory");
            }
        }

        @Override
        public void limit(String name, ResourceLimit limit) throws IOException {
            Path group = directory.resolve(name);
            write(group.resolve("cpu.max"), limit.cpuQuotaMicros() + " " + limit.cpuPeriodMicros());
            write(group.resolve("memory.max"), limit.memoryBytes());
            Path swap = group.resolve("memory.swap.max");
            if (Files.exists(swap)) {
                write(swap, "0");
            }
        }

        @Override
        public String toString() {
            return directory.toString();
        }
    }

    /**
     * A hierarchy for each controller; the two may be one.
     *
     * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v1/memory.html">Memory Resource Controller</a>
     * @see <a href="https://docs.kernel.org/scheduler/sched-bwc.html">CFS Bandwidth Control</a>
     */
    record Version1(Path cpu, Path memory) implements ControlGroupParent {

        private static final String QUOTA = "cpu.cfs_quota_us";
        private static final String LIMIT = "memory.limit_in_bytes";

        @Override
        public List<Path> children(String name) {
            return Stream.of(cpu, memory)
                    .distinct()
                    .map(directory -> directory.resolve(name))
                    .toList();
        }

        /** Nothing: groups of version 1 always have them. */
        @Override
        public void handOn() {}

        @Override
        public void limit(String name, ResourceLimit limit) throws IOException {
            write(cpu.resolve(name).resolve("cpu.cfs_period_us"), limit.cpuPeriodMicros());
            write(cpu.resolve(name).resolve(QUOTA), limit.cpuQuotaMicros());
            Path group = memory.resolve(name);
            write(group.resolve(LIMIT), limit.memoryBytes());
            Path withSwap = group.resolve("memory.memsw.limit_in_bytes");
            if (Files.exists(withSwap)) {
                writeIfTaken(withSwap, limit.memoryBytes());
            }
        }

        /** A kernel that does not count swap may have the file all the same. */
        private static void writeIfTaken(Path file, long value) {
            try {
                write(file, value);
            } catch (IOException e) {
                // Memory itself is limited.
            }
        }

        @Override
        public String toString() {
            return cpu + ", " + memory;
        }
    }

    /**
     * The group among these directories.
     *
     * @param directories in any order: their files tell what they are
     * @throws ControlGroup.Unavailable if they do not have both controllers
     */
    static ControlGroupParent among(List<Path> directories) {
        Optional<Path> unified = directories.stream()
                .filter(directory ->
                        words(directory.resolve("cgroup.controllers")).containsAll(NEEDED))
                .findFirst();
        if (unified.isPresent()) {
            return new Version2(unified.get());
        }
        Optional<Path> cpu = with(Version1.QUOTA, directories);
        Optional<Path> memory = with(Version1.LIMIT, directories);
        if (cpu.isPresent() && memory.isPresent()) {
            return new Version1(cpu.get(), memory.get());
        }
        throw new ControlGroup.Unavailable(
                "no control group: %s: neither the controllers cpu and memory (version 2) nor %s and %s (version 1)"
                        .formatted(
                                directories.stream().map(Path::toString).collect(Collectors.joining(", ")),
                                Version1.QUOTA,
                                Version1.LIMIT));
    }

    private static Optional<Path> with(String file, List<Path> directories) {
        return directories.stream()
                .filter(directory -> Files.exists(directory.resolve(file)))
                .findFirst();
    }

    private static Set<String> words(Path file) {
        try {
            return Set.copyOf(List.of(Files.readString(file).strip().split("\\s+", -1)));
        } catch (IOException e) {
            return Set.of();
        }
    }

    private static void write(Path file, long value) throws IOException {
        write(file, Long.toString(value));
    }

    /** The kernel's refusal of a value names no file. */
    private static void write(Path file, String value) throws IOException {
        try {
            Files.writeString(file, value);
        } catch (IOException e) {
            throw new IOException(value + " to " + file + ": " + e, e);
        }
    }
}
