package com.traffictacos.reservation.worker.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories stand in for the kernel's. */
class OwnControlGroupTest {

    @TempDir
    private Path mount;

    private Path cpu;
    private Path memory;

    @BeforeEach
    void mountControllers() {
        cpu = mount.resolve("cpu");
        memory = mount.resolve("memory");
    }

    @Test
    void isOneDirectoryInVersionTwo() throws IOException {
        Path own = Files.createDirectories(mount.resolve("user.slice/bench.scope"));

        assertThat(OwnControlGroup.directories(mount, List.of("0::/user.slice/bench.scope")))
                .containsExactly(own);
        assertThat(OwnControlGroup.directories(mount, List.of("0::/"))).containsExactly(mount);
    }

    @Test
    void isADirectoryForEachControllerInVersionOne() throws IOException {
        Path own = Files.createDirectories(memory.resolve("jobs/7:1"));

        assertThat(OwnControlGroup.directories(
                        mount,
                        List.of("9:name=systemd:/x", "4:memory:/jobs/7:1", "3:cpuset:/", "1:cpu,cpuacct:/", "0::/")))
                .containsExactly(own, cpu, mount);
    }

    /** A container may see its own group as the root, and yet read the name that its host gave it. */
    @Test
    void isTheRootWhereTheNamedGroupIsNotSeen() {
        assertThat(OwnControlGroup.directories(mount, List.of("4:memory:/docker/4711", "1:cpu:/docker/4711")))
                .containsExactly(memory, cpu);
        assertThat(OwnControlGroup.directories(mount, List.of("0::/docker/4711")))
                .containsExactly(mount);
        assertThat(OwnControlGroup.directories(mount, List.of())).containsExactly(mount);
    }
}
