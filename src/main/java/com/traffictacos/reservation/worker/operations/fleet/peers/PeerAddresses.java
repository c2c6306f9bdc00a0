package com.traffictacos.reservation.worker.operations.fleet.peers;

import com.traffictacos.reservation.worker.platform.address.HostAndPort;
import com.traffictacos.reservation.worker.platform.inject.SingletonBean;
import com.traffictacos.reservation.worker.platform.network.TimedDnsResolver;
import com.traffictacos.reservation.worker.platform.settings.Settings;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the workers: every address of every name in {@code FLEET_PEERS}. The name of a headless Service has the addresses
 * of its pods. Names are looked up at each call, within a bounded time; the JVM keeps an answer for a while. Thread-safe.
 */
@SingletonBean
public class PeerAddresses {

    /** A fleet of 50, all of which a rollout replaces at once. */
    static final int MAX = 100;

    private static final Duration LOOK_UP = Duration.ofSeconds(1);

    /** For all names: a name server that does not answer takes its time for each. */
    private static final Duration ALL_LOOK_UPS = Duration.ofSeconds(2);

    private final List<HostAndPort> names;
    private final Lookup lookup;

    /** The look-up of one name. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    @Inject
    public PeerAddresses(Settings.Fleet settings) {
        this(settings.peers(), new TimedDnsResolver(LOOK_UP)::resolve);
    }

    PeerAddresses(List<HostAndPort> names, Lookup lookup) {
        this.names = names;
        this.lookup = lookup;
    }

    /**
     * The addresses that were found.
     *
     * @param all at most {@value #MAX}
     * @param left the number of addresses beyond these
     * @param problems the names that have no address, with the cause
     */
    record Found(List<PeerAddress> all, int left, List<String> problems) {

        static final Found NONE = new Found(List.of(), 0, List.of());
    }

    Found find() {
        Set<PeerAddress> found = new LinkedHashSet<>();
        List<String> problems = new ArrayList<>();
        long deadline = System.nanoTime() + ALL_LOOK_UPS.toNanos();
        for (HostAndPort name : names) {
            if (System.nanoTime() - deadline > 0) {
                problems.add(name.host() + " was not looked up: the names before it took too long");
                continue;
            }
            try {
                for (InetAddress address : lookup.of(name.host())) {
                    found.add(PeerAddress.of(address, name.port()));
                }
            } catch (UnknownHostException e) {
                // A headless Service without pods has no address: DNS answers as for a name that does not exist.
                problems.add(name.host() + " has no address: no pod is there, or the name is wrong (" + e.getMessage()
                        + ")");
            }
        }
        List<PeerAddress> asked = found.stream().limit(MAX).toList();
        return new Found(asked, found.size() - asked.size(), List.copyOf(problems));
    }
}
