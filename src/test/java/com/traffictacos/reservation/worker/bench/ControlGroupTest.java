package com.traffictacos.reservation.worker.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory stands in for the kernel's: few machines let a test make a group. */
class ControlGroupTest {

    private static final ResourceLimit LIMIT = new ResourceLimit(0.5, 256);

    @TempDir
    private Path parent;

    @BeforeEach
    void offerControllers() throws IOException {
        Files.writeString(parent.resolve("cgroup.controllers"), "cpuset cpu io memory pids\n");
        Files.writeString(parent.resolve("cgroup.subtree_control"), "cpu memory\n");
    }

    @Test
    void limitsCpuAndMemory() throws IOException {
        ControlGroup unused = ControlGroup.create(parent, "bench", LIMIT);

        assertThat(parent.resolve("bench/cpu.max")).hasContent("50000 100000");
        assertThat(parent.resolve("bench/memory.max")).hasContent("268435456");
        assertThat(parent.resolve("cgroup.subtree_control")).hasContent("cpu memory");
    }

    @Test
    void handsControllersOnWhereNobodyHas() throws IOException {
        Files.writeString(parent.resolve("cgroup.subtree_control"), "\n");

        ControlGroup unused = ControlGroup.create(parent, "bench", LIMIT);

        assertThat(parent.resolve("cgroup.subtree_control")).hasContent("+cpu +memory");
    }

    @Test
    void isEnteredByTheProgramItself() throws Exception {
        ControlGroup group = ControlGroup.create(parent, "bench", LIMIT);
        List<String> command = new ArrayList<>(group.wrapper());
        command.addAll(List.of("/bin/sh", "-c", "echo $$ \"$0\"", "an argument"));

        Process program = new ProcessBuilder(command).start();

        assertThat(program.inputReader().readLine()).isEqualTo(program.pid() + " an argument");
        assertThat(program.waitFor()).isZero();
        assertThat(parent.resolve("bench/cgroup.procs")).hasContent(Long.toString(program.pid()));
    }

    @Test
    void isGoneAfterTheRun() throws IOException {
        ControlGroup group = ControlGroup.create(parent, "bench", LIMIT);
        // The kernel's own files go with the directory.
        Files.delete(parent.resolve("bench/cpu.max"));
        Files.delete(parent.resolve("bench/memory.max"));

        group.close();

        assertThat(parent.resolve("bench")).doesNotExist();
    }

    @Test
    void saysWhyThereIsNone() throws IOException {
        Files.writeString(parent.resolve("cgroup.controllers"), "hugetlb\n");

        assertThatThrownBy(() -> ControlGroup.create(parent, "bench", LIMIT))
                .isInstanceOf(ControlGroup.Unavailable.class)
                .hasMessageContaining(parent + " has no cpu and memory controllers");
        assertThat(parent.resolve("bench")).doesNotExist();
    }

    @Test
    void saysThatItMayNotBeMade() throws IOException {
        Files.delete(parent.resolve("cgroup.subtree_control"));
        Files.createDirectory(parent.resolve("cgroup.subtree_control"));

        assertThatThrownBy(() -> ControlGroup.create(parent, "bench", LIMIT))
                .isInstanceOf(ControlGroup.Unavailable.class)
                .hasMessageContaining("no control group below " + parent);
    }

    @Test
    void liesBelowTheGroupOfTheDriver() {
        assertThat(ControlGroup.own(List.of("3:cpu:/other", "0::/user.slice/bench.scope")))
                .isEqualTo(Path.of("/sys/fs/cgroup/user.slice/bench.scope"));
        assertThat(ControlGroup.own(List.of("0::/"))).isEqualTo(Path.of("/sys/fs/cgroup"));
        assertThat(ControlGroup.own(List.of("3:cpu:/other"))).isEqualTo(Path.of("/sys/fs/cgroup"));
    }
}
