package com.traffictacos.reservation.worker.platform.address;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The queue that a URL identifies, independent of the URL's spelling. The client sends the URL to the endpoint of its
 * region and the server reads only the path, so the host determines at most the region.
 *
 * @param region of an AWS endpoint; empty for any other server
 * @param account twelve digits; empty for a server without accounts
 * @param path in normalised spelling
 * @see <a href="https://docs.aws.amazon.com/general/latest/gr/sqs-service.html">Amazon SQS endpoints</a>
 */
public record QueueAddress(Optional<String> region, Optional<String> account, String path) {

    private static final String REGION = "([a-z]{2,5}(?:-[a-z]{2,12}){1,3}-[0-9]{1,2})";
    private static final String DOMAIN = "\\.amazonaws\\.com(?:\\.cn)?";

    /** Current endpoints, FIPS, dual-stack, VPC endpoints, and the legacy endpoints that old queue URLs still have. */
    private static final List<Pattern> HOSTS = List.of(
            Pattern.compile("sqs(?:-fips)?\\." + REGION + DOMAIN),
            Pattern.compile("sqs(?:-fips)?\\." + REGION + "\\.(?:api\\.aws|api\\.amazonwebservices\\.com\\.cn)"),
            Pattern.compile("[a-z0-9-]+\\.sqs\\." + REGION + "\\.vpce" + DOMAIN),
            Pattern.compile(REGION + "\\.queue" + DOMAIN));

    private static final Pattern HOST_WITHOUT_REGION = Pattern.compile("(?:queue|sqs)\\.amazonaws\\.com");
    private static final String REGION_OF_THAT_HOST = "us-east-1";
    private static final Pattern ACCOUNT = Pattern.compile(".*/([0-9]{12})/[^/]+");

    public static QueueAddress of(URI url) {
        String path = url.normalize().getPath();
        Matcher account = ACCOUNT.matcher(path);
        return new QueueAddress(
                region(url.getHost().toLowerCase(Locale.ROOT)),
                account.matches() ? Optional.of(account.group(1)) : Optional.empty(),
                path);
    }

    /** Whether both certainly identify the same queue. */
    public boolean isSameAs(QueueAddress other) {
        boolean otherRegion = region.isPresent() && other.region.isPresent() && !region.equals(other.region);
        return path.equals(other.path) && !otherRegion;
    }

    private static Optional<String> region(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (HOST_WITHOUT_REGION.matcher(name).matches()) {
            return Optional.of(REGION_OF_THAT_HOST);
        }
        return HOSTS.stream()
                .map(pattern -> pattern.matcher(name))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .findFirst();
    }
}
