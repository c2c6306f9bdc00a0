package com.traffictacos.reservation.worker.event.failure;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks through a failure and its causes. Stateless. */
public final class Causes {

    // Chains are short. The bound protects against a cyclic one.
    private static final int MAX_CAUSES = 16;

    private Causes() {}

    /** Whether the failure itself or one of its causes is what is wanted; false without a failure. */
    public static boolean contain(@Nullable Throwable failure, Predicate<Throwable> wanted) {
        Throwable next = failure;
        for (int depth = 0; next != null && depth < MAX_CAUSES; depth++) {
            if (wanted.test(next)) {
                return true;
            }
            next = next.getCause();
        }
        return false;
    }
}
