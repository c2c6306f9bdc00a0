package com.traffictacos.reservation.worker.handler;

/**
 * Lets a call check the lease again after it has waited for a slot. {@link HandlerContext} sets the fence before each
 * step, on the thread that makes the step's call. The call takes the fence, so that the fence is never used by a later
 * step.
 */
@FunctionalInterface
public interface LeaseFence {

    /** The fence of a call that belongs to no delivery. */
    LeaseFence NONE = () -> {};

    /**
     * Checks that the call may still be made.
     *
     * @throws com.traffictacos.reservation.worker.event.failure.LeaseLost if the lease is lost
     */
    void check();

    /** The fence of the step that this thread has started; {@link #NONE} if there is none or if it was taken before. */
    static LeaseFence take() {
        LeaseFence fence = OfThread.CURRENT.get();
        OfThread.CURRENT.remove();
        return fence;
    }

    /** Sets the fence of the next call of this thread. */
    static void set(LeaseFence fence) {
        OfThread.CURRENT.set(fence);
    }

    /** Holds the fence between the step and its call. */
    final class OfThread {

        private static final ThreadLocal<LeaseFence> CURRENT = ThreadLocal.withInitial(() -> NONE);

        private OfThread() {}
    }
}
