package com.traffictacos.reservation.worker.handler;

/**
 * Lets a call check the lease once more after it has waited for its turn. {@link HandlerContext} sets it before each step, on
 * the thread that makes the step's call; the call takes it, so that it never outlives its step.
 */
@FunctionalInterface
public interface LeaseFence {

    /** Of a call that belongs to no delivery. */
    LeaseFence NONE = () -> {};

    /**
     * Says whether the call may still be made.
     *
     * @throws com.traffictacos.reservation.worker.event.failure.LeaseLost if it must not
     */
    void check();

    /** The fence of the step that this thread has begun; {@link #NONE} if there is none, or it was taken before. */
    static LeaseFence take() {
        LeaseFence fence = OfThread.CURRENT.get();
        OfThread.CURRENT.remove();
        return fence;
    }

    /** Sets the fence of the call that this thread makes next. */
    static void set(LeaseFence fence) {
        OfThread.CURRENT.set(fence);
    }

    /** Holds the fence between the step and its call. */
    final class OfThread {

        private static final ThreadLocal<LeaseFence> CURRENT = ThreadLocal.withInitial(() -> NONE);

        private OfThread() {}
    }
}
