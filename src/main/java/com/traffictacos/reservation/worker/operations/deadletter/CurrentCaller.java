package com.traffictacos.reservation.worker.operations.deadletter;

import java.util.function.BooleanSupplier;

/**
 * Whether the caller for whom the current thread works is still there: nobody wants the result of a long search after
 * that, and it would keep dead letters from others. Interfaces that learn of it set it; for the others nobody leaves.
 */
public final class CurrentCaller {

    private static final ThreadLocal<BooleanSupplier> LEFT = new ThreadLocal<>();

    private CurrentCaller() {}

    /**
     * Does work for a caller on the current thread.
     *
     * @param hasLeft safe to ask from any thread at any time
     */
    public static void during(BooleanSupplier hasLeft, Runnable work) {
        LEFT.set(hasLeft);
        try {
            work.run();
        } finally {
            LEFT.remove();
        }
    }

    /** Whether the work of the current thread is in vain. */
    static boolean hasLeft() {
        BooleanSupplier left = LEFT.get();
        return left != null && left.getAsBoolean();
    }
}
