package com.traffictacos.reservation.worker.event.failure;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * A service cannot be reached at all: its circuit is open, or nobody listens at its address. This says nothing about
 * the message, so it never counts towards the message's retries.
 */
public final class DependencyUnavailable extends EventFailure {

    private static final long serialVersionUID = 1L;

    // Chains are short; the bound is for one that bites its own tail.
    private static final int MAX_CAUSES = 16;

    private final Dependency dependency;

    public DependencyUnavailable(Dependency dependency, String detail, @Nullable Throwable cause) {
        super(dependency.label() + ": " + detail, cause);
        this.dependency = dependency;
    }

    public Dependency dependency() {
        return dependency;
    }

    /** Whether the failure, or a cause of it, says that nobody listens at the address or that the name is not known. */
    public static boolean isUnreachable(@Nullable Throwable failure) {
        Throwable next = failure;
        for (int depth = 0; next != null && depth < MAX_CAUSES; depth++) {
            if (next instanceof ConnectException
                    || next instanceof UnknownHostException
                    || next instanceof NoRouteToHostException) {
                return true;
            }
            next = next.getCause();
        }
        return false;
    }
}
