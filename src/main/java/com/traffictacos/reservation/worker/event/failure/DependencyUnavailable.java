package com.traffictacos.reservation.worker.event.failure;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * A service cannot be reached: its circuit is open, or its address does not accept connections. The message is not the
 * cause, so the failure never counts towards the message's retries.
 */
public final class DependencyUnavailable extends EventFailure {

    private static final long serialVersionUID = 1L;

    private final Dependency dependency;

    public DependencyUnavailable(Dependency dependency, String detail, @Nullable Throwable cause) {
        super(dependency.label() + ": " + detail, cause);
        this.dependency = dependency;
    }

    public Dependency dependency() {
        return dependency;
    }

    /**
     * Whether the failure or one of its causes says that the address does not accept connections or that the host name
     * is unknown.
     */
    public static boolean isUnreachable(@Nullable Throwable failure) {
        return Causes.contain(
                failure,
                cause -> cause instanceof ConnectException
                        || cause instanceof UnknownHostException
                        || cause instanceof NoRouteToHostException);
    }
}
