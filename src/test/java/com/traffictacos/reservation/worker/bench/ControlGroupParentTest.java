package com.traffictacos.reservation.worker.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories stand in for the kernel's. */
class ControlGroupParentTest {

    private static final ResourceLimit LIMIT = new ResourceLimit(0.5, 256);

    @TempDir
    private Path mount;

    private Path cpu;
    private Path memory;

    @BeforeEach
    void offerNoController() throws IOException {
        cpu = Files.createDirectory(mount.resolve("cpu"));
        memory = Files.createDirectory(mount.resolve("memory"));
        Files.writeString(mount.resolve("cgroup.controllers"), "\n");
    }

    @Test
    void isOfVersionTwoWhereThatHasBothControllers() throws IOException {
        offerVersionOne();
        Files.writeString(mount.resolve("cgroup.controllers"), "cpuset cpu io memory pids\n");

        assertThat(ControlGroupParent.among(List.of(cpu, memory, mount)))
                .isEqualTo(new ControlGroupParent.Version2(mount));
    }

    @Test
    void isOfVersionOneElseInAnyOrder() throws IOException {
        offerVersionOne();

        assertThat(ControlGroupParent.among(List.of(mount, cpu, memory)))
                .isEqualTo(ControlGroupParent.among(List.of(memory, cpu)))
                .isEqualTo(new ControlGroupParent.Version1(cpu, memory));
    }

    @Test
    void isOneDirectoryWhereBothControllersAreMountedTogether() throws IOException {
        Files.writeString(cpu.resolve("cpu.cfs_quota_us"), "-1\n");
        Files.writeString(cpu.resolve("memory.limit_in_bytes"), "9223372036854771712\n");

        assertThat(ControlGroupParent.among(List.of(cpu)).children("bench")).containsExactly(cpu.resolve("bench"));
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        Files.writeString(mount.resolve("cgroup.controllers"), "hugetlb memory\n");
        Files.writeString(memory.resolve("memory.limit_in_bytes"), "9223372036854771712\n");

        assertThatThrownBy(() -> ControlGroupParent.among(List.of(mount, cpu, memory)))
                .isInstanceOf(ControlGroup.Unavailable.class)
                .hasMessageContaining(mount + ", " + cpu + ", " + memory)
                .hasMessageContaining("cpu and memory (version 2)")
                .hasMessageContaining("cpu.cfs_quota_us and memory.limit_in_bytes (version 1)");
    }

    @Test
    void givesNoSwapWhereTheKernelCountsIt() throws IOException {
        Files.createDirectory(cpu.resolve("bench"));
        Files.createDirectory(memory.resolve("bench"));
        Path withSwap = Files.createFile(memory.resolve("bench/memory.memsw.limit_in_bytes"));
        Path swap = Files.createFile(memory.resolve("bench/memory.swap.max"));

        new ControlGroupParent.Version1(cpu, memory).limit("bench", LIMIT);
        new ControlGroupParent.Version2(memory).limit("bench", LIMIT);

        assertThat(withSwap).hasContent("268435456");
        assertThat(swap).hasContent("0");
    }

    @Test
    void limitsMemoryWhereTheKernelRefusesToCountSwap() throws IOException {
        Files.createDirectory(cpu.resolve("bench"));
        Files.createDirectories(memory.resolve("bench/memory.memsw.limit_in_bytes"));

        new ControlGroupParent.Version1(cpu, memory).limit("bench", LIMIT);

        assertThat(memory.resolve("bench/memory.limit_in_bytes")).hasContent("268435456");
    }

    @Test
    void saysWhichFileTookNoLimit() throws IOException {
        Files.createDirectory(memory.resolve("bench"));
        Path quota = Files.createDirectories(cpu.resolve("bench/cpu.cfs_quota_us"));

        assertThatThrownBy(() -> new ControlGroupParent.Version1(cpu, memory).limit("bench", LIMIT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("50000 to " + quota);
    }

    private void offerVersionOne() throws IOException {
        Files.writeString(cpu.resolve("cpu.cfs_quota_us"), "-1\n");
        Files.writeString(memory.resolve("memory.limit_in_bytes"), "9223372036854771712\n");
    }
}
