package com.traffictacos.reservation.worker.bench;

import com.traffictacos.reservation.worker.sandbox.WorkerProcess;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * A program that runs and is measured, with every process that it starts. None of them outlives this object, or the
 * driver. Confined to one thread.
 */
final class MeasuredProcess implements AutoCloseable {

    /** Often enough for the most of a memory that grows over seconds, and nothing beside what is measured. */
    private static final Duration MEMORY_PERIOD = Duration.ofMillis(250);

    private static final int LONGEST_LINE = 400;

    private final WorkerProcess process;
    private final ProcessTree tree;
    private final Thread atExit;
    private long lastLookNanos;
    private long mostAnonymousBytes;

    MeasuredProcess(WorkerProcess process) {
        this.process = process;
        ProcessHandle root = ProcessHandle.of(process.pid())
                .orElseThrow(() -> new RunFailedException(
                        "the program has ended at once; its last lines:\n" + String.join("\n", process.logTail(20))));
        tree = new ProcessTree(root);
        atExit = new Thread(tree::kill, "kill-" + process.pid());
        Runtime.getRuntime().addShutdownHook(atExit);
        lastLookNanos = System.nanoTime();
    }

    URI http() {
        return process.http();
    }

    boolean isReady() {
        return process.isReady();
    }

    /**
     * CPU time and memory now.
     *
     * @throws java.io.UncheckedIOException if the program has ended
     */
    ProcessFigures figures() {
        ProcessFigures figures = tree.figures();
        mostAnonymousBytes = Math.max(mostAnonymousBytes, figures.anonymousBytes());
        lastLookNanos = System.nanoTime();
        return figures;
    }

    /** Most anonymous memory at any look, of which there are four a second. */
    long mostAnonymousBytes() {
        return mostAnonymousBytes;
    }

    /**
     * Waits so long and looks at the memory meanwhile.
     *
     * @return false if the program ended before
     */
    boolean runsFor(Duration time) {
        long deadlineNanos = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = deadlineNanos - System.nanoTime()) {
            Duration slice = Duration.ofNanos(Math.min(left, MEMORY_PERIOD.toNanos()));
            if (process.awaitExit(slice).isPresent()) {
                return false;
            }
            if (System.nanoTime() - lastLookNanos >= MEMORY_PERIOD.toNanos()) {
                look();
            }
        }
        return true;
    }

    private void look() {
        try {
            var unused = figures();
        } catch (UncheckedIOException e) {
            // It has just ended, and the next wait finds that out.
            lastLookNanos = System.nanoTime();
        }
    }

    /**
     * Asks the first process to stop (SIGTERM) and, past all patience, kills it.
     *
     * @return its exit code
     */
    int stop() {
        return process.stop();
    }

    /** The last lines of its output, each cut where a stack trace would go on and on. */
    List<String> logTail(int lines) {
        return process.logTail(lines).stream()
                .map(line -> line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "...")
                .toList();
    }

    @Override
    public void close() {
        process.close();
        tree.killDescendants();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The driver ends, and the hook has done its work.
        }
    }
}
