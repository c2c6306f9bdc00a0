package com.traffictacos.reservation.worker.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories stand in for the kernel's: few machines let a test make a group. */
class ControlGroupTest {

    private static final ResourceLimit LIMIT = new ResourceLimit(0.5, 256);
    private static final int SIGTERM_EXIT = 143;
    private static final long SECONDS = 20;

    @TempDir
    private Path parent;

    private Path cpu;
    private Path memory;

    @BeforeEach
    void offerControllers() throws IOException {
        Files.writeString(parent.resolve("cgroup.controllers"), "cpuset cpu io memory pids\n");
        Files.writeString(parent.resolve("cgroup.subtree_control"), "cpu memory\n");
        cpu = Files.createDirectory(parent.resolve("cpu"));
        memory = Files.createDirectory(parent.resolve("memory"));
    }

    @Test
    void limitsCpuAndMemory() throws IOException {
        ControlGroup unused = ControlGroup.create(version2(), "bench", LIMIT);

        assertThat(parent.resolve("bench/cpu.max")).hasContent("50000 100000");
        assertThat(parent.resolve("bench/memory.max")).hasContent("268435456");
        assertThat(parent.resolve("cgroup.subtree_control")).hasContent("cpu memory");
    }

    @Test
    void limitsCpuAndMemoryInVersionOne() throws IOException {
        ControlGroup unused = ControlGroup.create(version1(), "bench", LIMIT);

        assertThat(cpu.resolve("bench/cpu.cfs_period_us")).hasContent("100000");
        assertThat(cpu.resolve("bench/cpu.cfs_quota_us")).hasContent("50000");
        assertThat(memory.resolve("bench/memory.limit_in_bytes")).hasContent("268435456");
        // The kernel has the file where it counts swap, and one that it has not cannot be made.
        assertThat(memory.resolve("bench/memory.memsw.limit_in_bytes")).doesNotExist();
    }

    @Test
    void handsControllersOnWhereNobodyHas() throws IOException {
        Files.writeString(parent.resolve("cgroup.subtree_control"), "\n");

        ControlGroup unused = ControlGroup.create(version2(), "bench", LIMIT);

        assertThat(parent.resolve("cgroup.subtree_control")).hasContent("+cpu +memory");
    }

    @Test
    void isEnteredByTheProgramItself() throws Exception {
        assertEntered(ControlGroup.create(version2(), "bench", LIMIT), parent.resolve("bench"));
    }

    @Test
    void isEnteredInEachHierarchy() throws Exception {
        assertEntered(
                ControlGroup.create(version1(), "bench group", LIMIT),
                cpu.resolve("bench group"),
                memory.resolve("bench group"));
    }

    /** A program out of its limit would be measured as if it were within. */
    @Test
    void keepsAProgramFromRunningThatCannotEnter() throws Exception {
        ControlGroup group = ControlGroup.create(version1(), "bench", LIMIT);
        Files.createDirectory(memory.resolve("bench/cgroup.procs"));

        Process program = start(group, "echo started");

        assertThat(program.inputReader().readLine()).isNull();
        assertThat(program.waitFor()).isNotZero();
    }

    @Test
    void isGoneAfterTheRun() throws IOException {
        ControlGroup group = ControlGroup.create(version2(), "bench", LIMIT);
        dropFiles(parent.resolve("bench"));

        group.close();
        group.close();

        assertThat(parent.resolve("bench")).doesNotExist();
    }

    @Test
    void killsWhatIsLeftOfTheRun() throws Exception {
        ControlGroup group = ControlGroup.create(version1(), "bench", LIMIT);
        Process program = start(group, "echo started; read line");
        assertThat(program.inputReader().readLine()).isEqualTo("started");
        // As the kernel does: a group can be removed once its last process is gone.
        var emptied = program.onExit().thenRun(() -> {
            dropFiles(cpu.resolve("bench"));
            dropFiles(memory.resolve("bench"));
        });

        group.close();

        emptied.get(SECONDS, TimeUnit.SECONDS);
        assertThat(cpu.resolve("bench")).doesNotExist();
        assertThat(memory.resolve("bench")).doesNotExist();
    }

    @Test
    void letsTheKernelKillWhereItCan() throws Exception {
        ControlGroup group = ControlGroup.create(version2(), "bench", LIMIT);
        dropFiles(parent.resolve("bench"));
        Path kill = Files.createFile(parent.resolve("bench/cgroup.kill"));
        Thread closing = Thread.ofPlatform().start(group::close);

        while (Files.size(kill) == 0 && closing.isAlive()) {
            Thread.onSpinWait();
        }

        assertThat(kill).hasContent("1");
        Files.delete(kill);
        closing.join();
        assertThat(parent.resolve("bench")).doesNotExist();
    }

    @Test
    void isGoneWithADriverThatIsToldToEnd() throws Exception {
        Process driver = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Driver.class.getName(),
                        cpu.toString(),
                        memory.toString())
                .start();
        assertThat(driver.inputReader().readLine()).isEqualTo("made");
        assertThat(memory.resolve("bench")).isDirectory();
        dropFiles(cpu.resolve("bench"));
        dropFiles(memory.resolve("bench"));

        // Of the handle: that of the process closes its input, too.
        driver.toHandle().destroy();

        assertThat(driver.waitFor()).isEqualTo(SIGTERM_EXIT);
        assertThat(cpu.resolve("bench")).doesNotExist();
        assertThat(memory.resolve("bench")).doesNotExist();
    }

    /** Makes a group and waits. */
    static final class Driver {

        private Driver() {}

        public static void main(String[] parents) throws IOException {
            ControlGroup unused = ControlGroup.create(
                    new ControlGroupParent.Version1(Path.of(parents[0]), Path.of(parents[1])), "bench", LIMIT);
            System.out.println("made");
            System.exit(System.in.read());
        }
    }

    @Test
    void saysThatItMayNotBeMade() throws IOException {
        Files.delete(parent.resolve("cgroup.subtree_control"));
        Files.createDirectory(parent.resolve("cgroup.subtree_control"));

        assertThatThrownBy(() -> ControlGroup.create(version2(), "bench", LIMIT))
                .isInstanceOf(ControlGroup.Unavailable.class)
                .hasMessageContaining("no control group below " + parent);
    }

    @Test
    void leavesNothingWhereTheSecondDirectoryMayNotBeMade() throws IOException {
        Path other = Files.createDirectory(memory.resolve("bench"));

        assertThatThrownBy(() -> ControlGroup.create(version1(), "bench", LIMIT))
                .isInstanceOf(ControlGroup.Unavailable.class)
                .hasMessageContaining("no control group below " + cpu + ", " + memory)
                .hasMessageContaining(other.toString());

        assertThat(cpu.resolve("bench")).doesNotExist();
        assertThat(other).isEmptyDirectory();
    }

    private ControlGroupParent version2() {
        return new ControlGroupParent.Version2(parent);
    }

    private ControlGroupParent version1() {
        return new ControlGroupParent.Version1(cpu, memory);
    }

    private static void assertEntered(ControlGroup group, Path... directories) throws Exception {
        Process program = start(group, "echo $$ \"$0\"", "an argument");

        assertThat(program.inputReader().readLine()).isEqualTo(program.pid() + " an argument");
        assertThat(program.waitFor()).isZero();
        assertThat(directories)
                .allSatisfy(directory ->
                        assertThat(directory.resolve("cgroup.procs")).hasContent(Long.toString(program.pid())));
    }

    private static Process start(ControlGroup group, String... script) throws IOException {
        List<String> command = new ArrayList<>(group.wrapper());
        command.addAll(List.of("/bin/sh", "-c"));
        command.addAll(List.of(script));
        return new ProcessBuilder(command).start();
    }

    /** The kernel's own files go with the directory. */
    private static void dropFiles(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
