package com.traffictacos.reservation.worker.platform.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The hosts that are reached without a proxy: this machine, and those of {@code http.nonProxyHosts} and
 * {@code NO_PROXY}. Makes no name look-ups. Immutable and thread-safe.
 */
final class NoProxyHosts {

    private static final Pattern ADDRESS =
            Pattern.compile("((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(?!$)|$)){4}|[0-9a-f:.]*:[0-9a-f:.]*");
    private static final Pattern WITH_PORT = Pattern.compile("([^:]+|\\[.+]):([0-9]{1,5})");

    private final List<BiPredicate<String, Integer>> rules;

    private NoProxyHosts(List<BiPredicate<String, Integer>> rules) {
        this.rules = rules;
    }

    /**
     * Combines both lists.
     *
     * @param nonProxyHosts in the JVM's format: patterns with {@code *}, separated by {@code |}
     * @param noProxy in the format of curl, Go and Python, separated by commas: names (each covers its sub-domains),
     *     addresses, networks such as {@code 10.0.0.0/8}, all with or without a port, or {@code *}
     */
    static NoProxyHosts of(String nonProxyHosts, String noProxy) {
        return new NoProxyHosts(Stream.concat(
                        entries(nonProxyHosts, "\\|").map(NoProxyHosts::pattern),
                        entries(noProxy, "[,\\s]").map(NoProxyHosts::entry))
                .toList());
    }

    boolean contain(String server, int port) {
        String host = plain(server);
        return isThisMachine(host) || rules.stream().anyMatch(rule -> rule.test(host, port));
    }

    private static boolean isThisMachine(String host) {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || address(host).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    private static Stream<String> entries(String list, String separator) {
        return Stream.of(list.split(separator, -1)).map(String::strip).filter(entry -> !entry.isEmpty());
    }

    private static BiPredicate<String, Integer> pattern(String text) {
        StringBuilder regex = new StringBuilder();
        for (String part : plain(text).split("((?<=\\*)|(?=\\*))", -1)) {
            regex.append(part.equals("*") ? ".*" : Pattern.quote(part));
        }
        Pattern compiled = Pattern.compile(regex.toString());
        return (host, port) -> compiled.matcher(host).matches();
    }

    private static BiPredicate<String, Integer> entry(String text) {
        var withPort = WITH_PORT.matcher(text);
        if (withPort.matches()) {
            int only = Integer.parseInt(withPort.group(2));
            BiPredicate<String, Integer> rest = entry(withPort.group(1));
            return (host, port) -> port == only && rest.test(host, port);
        }
        if (text.equals("*")) {
            return (host, port) -> true;
        }
        int slash = text.indexOf('/');
        if (slash > 0) {
            return network(text.substring(0, slash), text.substring(slash + 1));
        }
        String name = plain(text.startsWith("*.") ? text.substring(1) : text);
        Optional<InetAddress> address = address(name);
        if (address.isPresent()) {
            return (host, port) -> address(host).equals(address);
        }
        String suffix = name.startsWith(".") ? name : "." + name;
        return (host, port) -> host.endsWith(suffix) || host.equals(suffix.substring(1));
    }

    private static BiPredicate<String, Integer> network(String base, String bits) {
        Optional<InetAddress> address = address(plain(base));
        if (address.isEmpty() || !bits.matches("[0-9]{1,3}")) {
            return (host, port) -> false;
        }
        byte[] prefix = address.get().getAddress();
        int length = Math.min(Integer.parseInt(bits), prefix.length * Byte.SIZE);
        return (host, port) -> address(host)
                .map(InetAddress::getAddress)
                .filter(other -> startsAlike(prefix, other, length))
                .isPresent();
    }

    private static boolean startsAlike(byte[] prefix, byte[] other, int bits) {
        if (prefix.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if ((prefix[bit / Byte.SIZE] & mask) != (other[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static String plain(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.startsWith("[") && name.endsWith("]")) {
            return name.substring(1, name.length() - 1);
        }
        return name.endsWith(".") && name.length() > 1 ? name.substring(0, name.length() - 1) : name;
    }

    /** The address that a text spells out. Empty for a name. */
    private static Optional<InetAddress> address(String host) {
        if (!ADDRESS.matcher(host).matches()) {
            return Optional.empty();
        }
        try {
            // A literal causes no name look-up. Text in brackets is either an IPv6 address or invalid.
            return Optional.of(InetAddress.getByName(host.indexOf(':') < 0 ? host : '[' + host + ']'));
        } catch (UnknownHostException none) {
            return Optional.empty();
        }
    }
}
