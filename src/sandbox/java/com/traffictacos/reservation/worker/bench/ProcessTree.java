package com.traffictacos.reservation.worker.bench;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A process and its descendants: a command may be a script that starts the program. A descendant that was seen once
 * belongs to the tree even if its parent ends. Safe for use by any number of threads.
 */
final class ProcessTree {

    private final ProcessHandle root;
    private final Set<ProcessHandle> seen = ConcurrentHashMap.newKeySet();

    ProcessTree(ProcessHandle root) {
        this.root = root;
    }

    /**
     * The sums over all processes that run now.
     *
     * @throws java.io.UncheckedIOException if the first process has ended
     */
    ProcessFigures figures() {
        look();
        return seen.stream()
                .filter(ProcessHandle::isAlive)
                // One that ends right now is counted as a child by whoever waits for it.
                .flatMap(process -> ProcessFigures.find(process.pid()).stream())
                .reduce(ProcessFigures.of(root.pid()), ProcessFigures::plus);
    }

    /** Notes the descendants of this moment. */
    private void look() {
        seen.addAll(root.descendants().toList());
    }

    /** Kills every process of the tree that still runs (SIGKILL) and does not wait. */
    void kill() {
        look();
        root.destroyForcibly();
        killDescendants();
    }

    /** Kills the descendants alone, for a first process that has ended. */
    void killDescendants() {
        seen.stream().filter(ProcessHandle::isAlive).forEach(ProcessTree::killWithItsOwn);
    }

    private static void killWithItsOwn(ProcessHandle process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
