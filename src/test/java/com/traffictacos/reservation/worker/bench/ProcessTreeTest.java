package com.traffictacos.reservation.worker.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProcessTreeTest {

    private static final long SECONDS = 20;

    private final List<ProcessHandle> started = new ArrayList<>();

    @AfterEach
    void endAll() {
        started.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void addsTheMemoryOfDescendants() throws IOException {
        // The child says itself that it runs: from then on its memory only grows.
        Process shell = shell("exec 3<&0; sh -c 'echo $$; read line' <&3 & wait");
        ProcessHandle child = childOf(shell);
        ProcessTree tree = new ProcessTree(shell.toHandle());

        ProcessFigures before = ofBoth(shell, child);
        ProcessFigures sum = tree.figures();
        ProcessFigures after = ofBoth(shell, child);

        assertThat(sum.residentBytes())
                .isBetween(before.residentBytes(), after.residentBytes())
                .isGreaterThan(ProcessFigures.of(shell.pid()).residentBytes());
        assertThat(sum.anonymousBytes()).isBetween(before.anonymousBytes(), after.anonymousBytes());
        assertThat(sum.peakBytes()).isBetween(before.peakBytes(), after.peakBytes());
    }

    private static ProcessFigures ofBoth(Process one, ProcessHandle other) {
        return ProcessFigures.of(one.pid()).plus(ProcessFigures.of(other.pid()));
    }

    @Test
    void countsTheTimeOfChildrenThatHaveEnded() throws IOException {
        Process shell = shell("(i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done); echo $$; read line");
        ProcessHandle unused = childOf(shell);

        assertThat(new ProcessTree(shell.toHandle()).figures().cpu()).isPositive();
    }

    @Test
    void killsEveryProcessOfTheTree() throws Exception {
        Process shell = shell("sleep 300 & echo $!; wait");
        ProcessHandle child = childOf(shell);

        new ProcessTree(shell.toHandle()).kill();

        awaitEnd(child);
        assertThat(shell.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void killsDescendantsWhoseParentHasEnded() throws Exception {
        Process shell = shell("sleep 300 & echo $!; read line");
        ProcessHandle child = childOf(shell);
        ProcessTree tree = new ProcessTree(shell.toHandle());
        var unused = tree.figures();
        shell.getOutputStream().close();
        assertThat(shell.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(child.isAlive()).isTrue();

        tree.killDescendants();

        awaitEnd(child);
    }

    @Test
    void saysThatTheFirstProcessHasEnded() throws Exception {
        Process shell = shell("exit 0");
        ProcessTree tree = new ProcessTree(shell.toHandle());
        assertThat(shell.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();

        assertThatThrownBy(tree::figures).isInstanceOf(UncheckedIOException.class);
    }

    private Process shell(String script) throws IOException {
        Process shell = new ProcessBuilder("/bin/sh", "-c", script).start();
        started.add(shell.toHandle());
        return shell;
    }

    /** The process whose id the script prints. */
    private ProcessHandle childOf(Process shell) throws IOException {
        BufferedReader output = shell.inputReader();
        ProcessHandle child =
                ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
        started.add(child);
        return child;
    }

    private static void awaitEnd(ProcessHandle process) throws Exception {
        var unused = process.onExit().get(SECONDS, TimeUnit.SECONDS);
        assertThat(process.isAlive()).isFalse();
    }
}
