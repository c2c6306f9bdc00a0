package com.traffictacos.reservation.worker.platform.address;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Parses network addresses by the grammar of {@link URI}, without name look-ups. */
public final class Addresses {

    /** A queue name: at most 80 characters, including the suffix of FIFO queues. */
    private static final Pattern QUEUE_PATH = Pattern.compile("(/[^/]+)*/([\\w-]{1,80}|[\\w-]{1,75}\\.fifo)");

    private static final Pattern TRAILING_SLASHES = Pattern.compile("/+$");
    private static final int MAX_PORT = 65_535;

    private Addresses() {}

    /** An absolute URL of a server. Trailing slashes are removed, so that paths can be appended. */
    public static Optional<URI> httpUrl(String text) {
        return serverUrl(TRAILING_SLASHES.matcher(text).replaceFirst(""));
    }

    /** The URL of a queue, as SQS returns it. It identifies the queue to the server and stays unchanged. */
    public static Optional<URI> queueUrl(String text) {
        return serverUrl(text)
                .filter(url -> QUEUE_PATH.matcher(url.getRawPath()).matches());
    }

    public static Optional<HostAndPort> hostAndPort(String text) {
        if (text.indexOf('/') >= 0) {
            return Optional.empty();
        }
        return parse("address://" + text)
                .filter(Addresses::namesServerAlone)
                .filter(address -> address.getPort() > 0)
                .map(address -> new HostAndPort(withoutBrackets(address.getHost()), address.getPort()));
    }

    private static Optional<URI> serverUrl(String text) {
        return parse(text)
                .filter(url -> "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()))
                .filter(Addresses::namesServerAlone);
    }

    private static boolean namesServerAlone(URI url) {
        return url.getHost() != null
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null
                && url.getPort() != 0
                && url.getPort() <= MAX_PORT;
    }

    private static Optional<URI> parse(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
