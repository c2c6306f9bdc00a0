package com.traffictacos.reservation.worker.platform.address;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An http or https URL with placeholders such as <code>{trace_id}</code> in its path, query or fragment. Immutable.
 *
 * @param text the URL with its placeholders
 * @param placeholders the names that occur in it, without braces; at least one
 */
public record LinkTemplate(String text, Set<String> placeholders) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z_]+)}");

    /** The part that decides where a browser goes: no placeholder may be in it. */
    private static final Pattern SERVER = Pattern.compile("(?i)https?://[^/?#{}]+[/?#]");

    private static final int MAX_LENGTH = 2_048;
    private static final int MAX_PORT = 65_535;

    public LinkTemplate {
        placeholders = Set.copyOf(placeholders);
    }

    /**
     * Reads a template.
     *
     * @param known the names that may occur in it
     * @return empty if it is not an absolute http or https URL, has user information, a placeholder in its server part,
     *     an unknown one or none, a single brace, or more than 2,048 characters
     */
    public static Optional<LinkTemplate> parse(String text, Set<String> known) {
        Set<String> names = PLACEHOLDER
                .matcher(text)
                .results()
                .map(placeholder -> placeholder.group(1))
                .collect(Collectors.toSet());
        boolean usable = text.length() <= MAX_LENGTH
                && !names.isEmpty()
                && known.containsAll(names)
                && SERVER.matcher(text).lookingAt()
                // A brace that belongs to no placeholder is left over, and no URI has one.
                && isServerUrl(PLACEHOLDER.matcher(text).replaceAll("x"));
        return usable ? Optional.of(new LinkTemplate(text, names)) : Optional.empty();
    }

    private static boolean isServerUrl(String text) {
        try {
            URI url = new URI(text);
            return url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getPort() != 0
                    && url.getPort() <= MAX_PORT;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Whether the placeholder occurs in the template. */
    public boolean uses(String placeholder) {
        return placeholders.contains(placeholder);
    }

    /**
     * Replaces the placeholders by values, percent-encoded, so that a value cannot become another part of the URL.
     *
     * @param values by name; further names are ignored
     * @throws IllegalArgumentException if a placeholder of the template has no value
     */
    public String expand(Map<String, String> values) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(placeholder -> Matcher.quoteReplacement(encoded(placeholder, values)));
    }

    private static String encoded(MatchResult placeholder, Map<String, String> values) {
        String value = values.get(placeholder.group(1));
        if (value == null) {
            throw new IllegalArgumentException("no value for " + placeholder.group());
        }
        // A plus sign means a blank in a query alone.
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
